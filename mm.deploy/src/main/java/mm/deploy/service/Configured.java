package mm.deploy.service;

/**
 * What became of a configuration.
 *
 * @param pid what is configured; the name of a file that configures nothing
 * @param source where what is in force comes from, a file or Configuration Admin; empty when
 *     nothing is in force
 * @param refused from where the latest change came and why it was not taken; empty when it was
 */
public record Configured(String pid, String source, String refused) {}
