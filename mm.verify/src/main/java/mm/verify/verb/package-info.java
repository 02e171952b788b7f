/**
 * The verbs {@code verify} and {@code explain}, in types of the JDK: whoever calls them needs no
 * class of this module.
 */
package mm.verify.verb;
