/** The policy on drivers: a configuration (PID {@code mm.policy}) turned into a service. */
package mm.deploy.policy;
