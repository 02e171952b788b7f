/**
 * Configurations on their way from files, and from Configuration Admin, to whom they are for.
 *
 * <p>A file is read here when the bundle starts, before anything can be admitted, and again
 * whenever File Install reports a change of it. What it says is put into Configuration Admin where
 * there is one, so that front ends see it and can change it; what changes there comes from there.
 */
package mm.deploy.conf;
