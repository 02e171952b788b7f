/**
 * The policy on drivers, read from Configuration Admin (PID {@code mm.policy}) and given to the
 * engine as a service.
 */
package mm.deploy.policy;
