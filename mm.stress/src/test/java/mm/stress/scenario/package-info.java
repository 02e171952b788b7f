/**
 * Scenarios of the contract by name (X1 to X22; the README's table tells where each one is), and
 * long runs of sections while subscribers come and go.
 */
package mm.stress.scenario;
