/** What is compared with what, and with which goal. */
package mm.bench.row;
