# Prints a recording of a program with a million written pages (4 GiB), to replay with a small heap:
#   awk -f samples/million-pages.awk > million-pages.trace
# What it does then, round after round: gives 2 MiB back and fills them again, takes single pages
# away, protects single pages. After every quarter of the rounds a child copies the whole and ends.
# -v pages=N -v rounds=N choose other sizes.
BEGIN {
  if (!pages) pages = 1048576
  if (!rounds) rounds = 20000
  page = 4096
  piece = 16384
  base = 549755813888 # 0x8000000000
  rw = "PROT_READ|PROT_WRITE"
  anonymous = "MAP_PRIVATE|MAP_ANONYMOUS|MAP_POPULATE"
  line("execve() = 0")
  for (at = 0; at < pages; at += piece)
    line(sprintf("mmap(NULL,%d,%s,%s,-1,0) = %s", size(at) * page, rw, anonymous, address(at)))
  children = 0
  for (round = 1; round <= rounds; round++) {
    turn(round * 7919 % (pages - 512))
    if (round % int(rounds / 4) == 0) fork()
  }
  line("exit_group() = ?")
}

function turn(at) {
  line(sprintf("madvise(%s,%d,MADV_DONTNEED) = 0", address(at), 512 * page))
  line(sprintf("madvise(%s,%d,MADV_POPULATE_WRITE) = 0", address(at), 512 * page))
  line(sprintf("munmap(%s,%d) = 0", address(at + 100), page))
  line(sprintf("mmap(%s,%d,%s,%s|MAP_FIXED,-1,0) = %s", address(at + 100), page, rw, anonymous, address(at + 100)))
  line(sprintf("mprotect(%s,%d,PROT_READ) = 0", address(at + 300), page))
  line(sprintf("mprotect(%s,%d,%s) = 0", address(at + 300), page, rw))
}

function fork() {
  children++
  line("fork() = p" children)
  print clock++, "p" children, "exit_group() = ?"
}

function size(at) { return at + piece > pages ? pages - at : piece }

function line(call) { print clock++ + 0, "p0", call }

# In two halves: not every awk prints integers of more than 32 bits in hexadecimal.
function address(at,    whole, high) {
  whole = base + at * page
  high = int(whole / 65536)
  return sprintf("0x%x%04x", high, whole - high * 65536)
}
