/** The ports through which drivers wait; every wait is shown to a {@link WaitGuard} first. */
package mm.core.port;
