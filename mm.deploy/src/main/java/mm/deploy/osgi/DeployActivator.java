package mm.deploy.osgi;

import java.io.IOException;
import mm.deploy.lasting.LastingService;
import mm.deploy.policy.PolicyActivator;
import mm.deploy.unit.DeployService;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts the policy, and then the deployer, so that no driver slips in. */
public final class DeployActivator implements BundleActivator {
  private final PolicyActivator policy = new PolicyActivator();
  private LastingService lasting;
  private DeployService deployer;

  /** For the framework. */
  public DeployActivator() {}

  @Override
  public void start(BundleContext context) throws IOException {
    policy.start(context);
    lasting = new LastingService(context);
    deployer = new DeployService(context, lasting::spaces, policy::look);
  }

  @Override
  public void stop(BundleContext context) {
    deployer.close();
    lasting.close();
    policy.stop(context);
  }
}
