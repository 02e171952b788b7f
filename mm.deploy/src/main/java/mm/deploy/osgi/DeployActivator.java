package mm.deploy.osgi;

import java.io.IOException;
import mm.deploy.policy.PolicyActivator;
import mm.deploy.unit.DeployService;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts the policy, and then the deployer, so that no driver slips in. */
public final class DeployActivator implements BundleActivator {
  private final PolicyActivator policy = new PolicyActivator();
  private DeployService deployer;

  /** For the framework. */
  public DeployActivator() {}

  @Override
  public void start(BundleContext context) throws IOException {
    policy.start(context);
    deployer = new DeployService(context);
  }

  @Override
  public void stop(BundleContext context) {
    deployer.close();
    policy.stop(context);
  }
}
