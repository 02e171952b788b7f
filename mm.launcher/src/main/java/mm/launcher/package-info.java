/**
 * The {@code mm} command.
 *
 * <p>Its classes live on the flat class path, outside the framework that they start, and share no
 * types with the bundles but the JDK's: verbs are services of type {@link
 * java.util.function.ToIntFunction}, views are services of type {@link
 * java.util.function.Supplier}. So a bundle can be replaced without touching the launcher, and the
 * launcher needs none of the project's own classes.
 */
package mm.launcher;
