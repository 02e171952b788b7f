/**
 * The reference dispatcher: every historical generation of the rule behind the interfaces of {@link
 * mm.api}, slow and obvious. One monitor per space; callbacks run without it.
 */
package mm.lab;
