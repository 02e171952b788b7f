/**
 * What is known of classes without loading them: their structure, their hierarchy, and what each of
 * their methods does as far as the rules care.
 *
 * <p>Names of classes are internal ones, with slashes. Everything here expects class files made to
 * confuse: hierarchies may be cyclic, code may be nonsense, and whatever is damaged ends in a
 * {@link mm.verify.jar.MalformedException}.
 */
package mm.verify.code;
