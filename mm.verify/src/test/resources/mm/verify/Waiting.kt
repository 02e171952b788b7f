package x

import mm.api.AddressSpace
import mm.api.InvalidationRange
import mm.spi.Device
import mm.spi.DriverContext
import mm.spi.DriverInfo
import mm.spi.Mutex
import mm.spi.NotifierDriver
import mm.spi.PairedNotifier

@DriverInfo(
    id = "test", version = "1.0.0", blocking = "never", failure = "never", allocation = "may",
    subscription = ["list"], callbacks = ["release", "start", "end"], pages = "unpinned",
    hardware = "none", notifiers = [TestNotifier::class])
class TestDriver : NotifierDriver {
  override fun attach(context: DriverContext): Device? {
    context.subscribe(TestNotifier(context.mutex("mutex")))
    return null
  }
}

internal class TestNotifier(private val mutex: Mutex) : PairedNotifier {
  private val later: () -> Unit = { inLambda() }
  private val step: (Int) -> Unit = ::byReference

  override fun release(space: AddressSpace) = Unlucky.go(mutex)

  override fun start(range: InvalidationRange) {
    later()
    step(1)
  }

  override fun end(range: InvalidationRange) = synchronized(this) {}

  private fun inLambda(taken: Mutex = mutex) = taken.lock()

  private fun byReference(n: Int) = repeat(n) { mutex.lock() }
}

internal object Unlucky {
  fun go(mutex: Mutex?) = mutex?.run { lock() } ?: Unit
}
