/** What has to be done before it can be said that classes stay. */
package mm.soak.unload;
