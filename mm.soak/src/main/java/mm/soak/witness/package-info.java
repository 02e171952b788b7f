/**
 * A driver that watches itself, and ones that are broken; packed into bundles of their own, whose
 * loaders they come from. This bundle only carries their class files.
 */
package mm.soak.witness;
