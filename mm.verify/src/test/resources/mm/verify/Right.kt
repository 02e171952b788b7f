package x

import java.util.TreeMap
import mm.api.AddressSpace
import mm.api.InvalidationRange
import mm.spi.Device
import mm.spi.DriverContext
import mm.spi.DriverInfo
import mm.spi.NotifierDriver
import mm.spi.PairedNotifier
import mm.spi.SpinLock

@DriverInfo(
    id = "test", version = "1.0.0", blocking = "never", failure = "never", allocation = "may",
    subscription = ["list"], callbacks = ["release", "start", "end"], pages = "unpinned",
    hardware = "none", notifiers = [TestNotifier::class])
class TestDriver : NotifierDriver {
  override fun attach(context: DriverContext): Device? {
    context.subscribe(TestNotifier(context))
    return null
  }
}

internal class TestNotifier(context: DriverContext) : PairedNotifier, Counted by Counter() {
  private val spin = context.spinLock("spin")
  private val mutex = context.mutex("mutex")
  private val worker = context.worker("worker")
  private val held = Table()
  private var mode = Mode.QUIET
  private lateinit var last: String

  override fun release(space: AddressSpace) = held.clear()

  override fun start(range: InvalidationRange) {
    spin.locked { add(held.drop(range.start(), range.end())) }
    when (val state = state(count)) {
      is State.Busy -> add(state.sections)
      State.Idle -> worker.submit { mutex.lock() }
    }
    last = text(count) ?: "none"
    each(2) { add(it) }
    mode = if (mode == Mode.QUIET) Mode.BUSY else Mode.QUIET
    if (last == "2" && mode.limit > LIMIT) {
      Registry.note(later = { add(1) })
    }
  }

  override fun end(range: InvalidationRange) = spin.locked { add(-1) }

  private fun state(open: Int, full: Boolean = open > 0): State =
      if (full) State.Busy(open) else State.Idle

  private fun text(n: Int): String? =
      when (n) {
        0 -> null
        1 -> "1"
        else -> "$n sections"
      }

  companion object {
    private const val LIMIT = 3
  }
}

internal interface Counted {
  var count: Int

  fun add(n: Int) {
    count += n
  }
}

internal class Counter : Counted {
  override var count = 0
}

internal sealed interface State {
  data class Busy(val sections: Int) : State

  data object Idle : State
}

internal enum class Mode(val limit: Int) {
  QUIET(1),
  BUSY(2)
}

internal object Registry {
  private var noted: (() -> Unit)? = null

  fun note(later: () -> Unit) {
    noted = later
  }
}

internal class Table {
  private val pages = TreeMap<Long, Long>()

  fun clear() = pages.clear()

  fun drop(from: Long, to: Long): Int {
    val gone = pages.subMap(from, to)
    return gone.size.also { gone.clear() }
  }
}

internal inline fun <T> SpinLock.locked(block: () -> T): T {
  lock()
  try {
    return block()
  } finally {
    unlock()
  }
}

private inline fun each(n: Int, block: (Int) -> Unit) {
  for (i in 0 until n) {
    block(i)
  }
}
