/**
 * The verifier as a plugin of bnd, for Maven, Gradle and workspaces alike: {@code
 * -plugin.mm.verify: mm.verify.bnd.DriverVerifier}.
 */
package mm.verify.bnd;
