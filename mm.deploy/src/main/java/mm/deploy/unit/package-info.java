/**
 * The deployer: {@link mm.deploy.unit.Deployer} carries out orders, {@link
 * mm.deploy.unit.FolderWatch} makes orders of what it finds in the deploy folder. Bundles are
 * installed from copies in a {@link mm.deploy.unit.Store}, so that nobody can change a jar under a
 * running driver.
 */
package mm.deploy.unit;
