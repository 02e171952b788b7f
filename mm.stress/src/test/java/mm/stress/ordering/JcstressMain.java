package mm.stress.ordering;

import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Starts jcstress, which runs every test once with biased locking and once without where the JVM
 * still has it. No longer the default there, it tells nothing about the engine and doubles the
 * time, so only the full set has it.
 */
final class JcstressMain extends JCStress {
  private static final String BIASED = "-XX:+UseBiasedLocking";

  private JcstressMain(Options options) {
    super(options);
  }

  /** Called when the configurations are known and the runs are not planned yet. */
  @Override
  public SortedSet<String> getTests() {
    if (!Boolean.getBoolean("mm.jcstress.biased")) {
      VMSupport.getAvailableVMConfigs().removeIf(each -> each.args().contains(BIASED));
    }
    return super.getTests();
  }

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    if (!options.parse()) {
      System.exit(1);
    }
    new JcstressMain(options).run();
  }
}
