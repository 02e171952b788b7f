/**
 * What tests of drivers share. {@link mm.tck.support.MachineTrial} runs a driver in the engine on a
 * simulated machine; {@link mm.tck.support.SectionTrial} runs it against pages by hand. For single
 * steps there are ports by hand ({@link mm.tck.support.FakeContext}), which check the lock rules
 * and let a test act at chosen moments.
 */
package mm.tck.support;
