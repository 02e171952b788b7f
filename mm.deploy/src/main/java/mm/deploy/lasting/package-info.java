/**
 * Address spaces that outlive the engine: a {@link mm.deploy.lasting.LastingDispatcher} makes them
 * in whichever engine is there, takes them out of one that goes, and into the next one. It is a
 * service of type {@link mm.api.Dispatcher}, for clients that do not want to make their spaces anew
 * when {@code mm.core} is swapped, updated or restarted.
 */
package mm.deploy.lasting;
