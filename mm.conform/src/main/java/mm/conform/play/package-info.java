/**
 * Runs cases: {@link mm.conform.play.CasePlayer} makes a fresh machine ({@code World}) for each,
 * lets every step do one public operation of it ({@code Operations} and what they are made of),
 * writes down what subscribers are told ({@code Recording}) and compares.
 *
 * <p>A new operation of the machine is one more line in {@code MappingOperations}, {@code
 * AccessOperations}, {@code FileOperations}, {@code ProcessOperations} or {@code DeviceOperations}.
 */
package mm.conform.play;
