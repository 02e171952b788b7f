/** The rules, each as one pass over what was read of a bundle. */
package mm.verify.check;
