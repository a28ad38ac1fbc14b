"""kazoo's recipes against one server: `recipes.py HOST:PORT` prints a line for each, `ok NAME` or
`failed NAME: why`, and ends with 1 if any failed.

Nothing sleeps: every check waits for what should happen, at most WAIT seconds.
"""
import sys
import threading
import traceback

from kazoo.client import KazooClient
from kazoo.exceptions import BadVersionError, NodeExistsError, NoNodeError, RolledBackError
from kazoo.recipe.cache import TreeCache, TreeEvent
from kazoo.recipe.watchers import PatientChildrenWatch
from kazoo.retry import ForceRetryError, KazooRetry

WAIT = 30
HOSTS = sys.argv[1]
RECIPES = []


def recipe(function):
    RECIPES.append(function)
    return function


class Clients:
    """Clients of one recipe, below a path of its own; all stopped when it is over."""

    def __init__(self, name):
        self.root, self.all = "/" + name, []

    def __enter__(self):
        self.new().ensure_path("/")
        return self

    def __exit__(self, *_):
        for client in self.all:
            client.stop()
            client.close()

    def new(self, **options):
        client = KazooClient(HOSTS + self.root, timeout=10, **options)
        self.all.append(client)
        client.start(timeout=WAIT)
        return client


class Thread(threading.Thread):
    """A thread whose failure is the recipe's."""

    def __init__(self, work, *arguments):
        super().__init__(daemon=True)
        self.work, self.arguments, self.error = work, arguments, None
        self.start()

    def run(self):
        try:
            self.result = self.work(*self.arguments)
        except BaseException as error:
            self.error = error

    def done(self):
        self.join(WAIT)
        assert not self.is_alive(), "it hangs"
        if self.error:
            raise self.error
        return self.result


class Seen:
    """Things in the order in which they were told."""

    def __init__(self):
        self.things, self.news = [], threading.Condition()

    def __call__(self, thing):
        with self.news:
            self.things.append(thing)
            self.news.notify_all()

    def until(self, condition):
        with self.news:
            came = self.news.wait_for(lambda: condition(self.things), WAIT)
            assert came, "never told; only %r" % self.things
            return list(self.things)


@recipe
def lock(clients):
    one, two, seen = clients.new(), clients.new(), Seen()
    first, second = one.Lock("/lock", "one"), two.Lock("/lock", "two")
    assert first.acquire() and not second.acquire(blocking=False)

    def wait():
        with second:
            seen("two has it")

    waiter = Thread(wait)
    watcher = Seen()
    one.ChildrenWatch("/lock", watcher)
    watcher.until(lambda lists: lists and len(lists[-1]) == 2)
    assert seen.things == [] and second.contenders() == ["one", "two"]
    first.release()
    waiter.done()
    assert seen.things == ["two has it"]


@recipe
def lock_of_a_lost_session(clients):
    one, two = clients.new(), clients.new()
    assert one.Lock("/lock").acquire()
    waiter = Thread(two.Lock("/lock").acquire)
    one.stop()
    assert waiter.done()


@recipe
def read_write_lock(clients):
    one, two, three = clients.new(), clients.new(), clients.new()
    readers = [one.ReadLock("/lock"), two.ReadLock("/lock")]
    for reader in readers:
        assert reader.acquire(timeout=WAIT)
    writer = three.WriteLock("/lock")
    assert not writer.acquire(blocking=False)
    waiter = Thread(writer.acquire)
    for reader in readers:
        reader.release()
    assert waiter.done() and not readers[0].acquire(blocking=False)
    writer.release()
    assert readers[0].acquire(timeout=WAIT)


@recipe
def semaphore(clients):
    semaphores = [clients.new().Semaphore("/semaphore", max_leases=2) for _ in range(3)]
    assert semaphores[0].acquire() and semaphores[1].acquire()
    assert not semaphores[2].acquire(blocking=False)
    waiter = Thread(semaphores[2].acquire)
    semaphores[0].release()
    assert waiter.done() and len(semaphores[1].lease_holders()) == 2


@recipe
def election(clients):
    seen, goes_on = Seen(), [threading.Event() for _ in range(3)]

    def lead(number):
        seen(number)
        assert goes_on[number].wait(WAIT)

    clients.all[0].ensure_path("/election")
    elections = [clients.new().Election("/election", "c%d" % n) for n in range(3)]
    threads = []
    for number in range(3):
        threads.append(Thread(elections[number].run, lead, number))
        watcher = Seen()
        clients.all[0].ChildrenWatch("/election", watcher)
        watcher.until(lambda lists: lists and len(lists[-1]) == number + 1)
    for number in range(3):
        assert seen.until(lambda leaders: len(leaders) == number + 1)[-1] == number
        goes_on[number].set()
        threads[number].done()


@recipe
def queue(clients):
    one, two = clients.new(), clients.new()
    queue = one.Queue("/queue")
    for text, priority in [("a", 100), ("b", 50), ("c", 100)]:
        queue.put(text.encode(), priority)
    other = two.Queue("/queue")
    assert len(other) == 3
    assert [other.get() for _ in range(4)] == [b"b", b"a", b"c", None]


@recipe
def locking_queue(clients):
    one, two = clients.new().LockingQueue("/queue"), clients.new().LockingQueue("/queue")
    one.put_all([b"a", b"b"])
    assert one.get() == b"a" and two.get() == b"b" and one.holds_lock() and two.holds_lock()
    assert one.consume() and two.release()
    assert one.get() == b"b" and one.consume() and len(two) == 0
    waiter = Thread(two.get)
    one.put(b"c", 1)
    assert waiter.done() == b"c"


@recipe
def barrier(clients):
    one, two = clients.new(), clients.new()
    gate = one.Barrier("/barrier")
    gate.create()
    assert not two.Barrier("/barrier").wait(0)
    waiter = Thread(two.Barrier("/barrier").wait, WAIT)
    assert gate.remove() and waiter.done()


@recipe
def double_barrier(clients):
    seen = Seen()

    def meet(client, name):
        gate = client.DoubleBarrier("/barrier", 3, name)
        gate.enter()
        seen("in")
        seen.until(lambda things: things.count("in") == 3)
        gate.leave()
        seen("out")

    threads = [Thread(meet, clients.new(), "c%d" % n) for n in range(3)]
    for thread in threads:
        thread.done()
    assert seen.things == ["in"] * 3 + ["out"] * 3


@recipe
def counter(clients):
    def count():
        counter = clients.new().Counter("/counter", default=0)
        for _ in range(20):
            counter += 1

    for thread in [Thread(count) for _ in range(3)]:
        thread.done()
    assert clients.new().Counter("/counter").value == 60


@recipe
def tree_cache(clients):
    one, two, seen = clients.new(), clients.new(), Seen()
    cache = TreeCache(one, "/tree")
    cache.listen(lambda event: seen(event.event_type))
    cache.start()
    seen.until(lambda events: TreeEvent.INITIALIZED in events)
    two.create("/tree/a/b", b"1", makepath=True)
    seen.until(lambda events: events.count(TreeEvent.NODE_ADDED) == 3)
    assert cache.get_data("/tree/a/b").data == b"1" and cache.get_children("/tree/a") == {"b"}
    two.set("/tree/a/b", b"2")
    seen.until(lambda events: TreeEvent.NODE_UPDATED in events)
    assert cache.get_data("/tree/a/b").data == b"2"
    two.delete("/tree/a", recursive=True)
    seen.until(lambda events: events.count(TreeEvent.NODE_REMOVED) == 2)
    assert cache.get_data("/tree/a") is None
    cache.close()


@recipe
def party(clients):
    one, two = clients.new().Party("/party", "one"), clients.new().Party("/party", "two")
    one.join()
    two.join()
    assert sorted(one) == ["one", "two"] and len(two) == 2
    one.leave()
    assert list(one) == ["two"]
    shallow = clients.new().ShallowParty("/shallow", "three")
    shallow.join()
    assert list(shallow) == ["three"]


@recipe
def set_partitioner(clients):
    everything, parts, shared = set(range(1, 8)), {}, threading.Event()

    def share(client, name):
        part = client.SetPartitioner("/set", tuple(everything), identifier=name, time_boundary=0.2)
        while not shared.is_set():
            assert not part.failed
            if part.release:
                parts.pop(name, None)
                part.release_set()
            elif part.acquired:
                parts[name] = set(part)
                owned = list(parts.values())
                if len(owned) == 2 and set.union(*owned) == everything and not set.intersection(*owned):
                    shared.set()
                part.state_change_event.wait(0.1)
            else:
                part.wait_for_acquire(1)

    threads = [Thread(share, clients.new(), name) for name in ("one", "two")]
    for thread in threads:
        thread.done()
    assert shared.is_set()


@recipe
def data_watch(clients):
    one, two, seen = clients.new(), clients.new(), Seen()
    one.DataWatch("/data", lambda data, stat: seen((data, stat and stat.version)))
    two.create("/data", b"a")
    seen.until(lambda things: len(things) == 2)
    two.set("/data", b"b")
    seen.until(lambda things: len(things) == 3)
    two.delete("/data")
    assert seen.until(lambda things: len(things) == 4) == [
        (None, None), (b"a", 0), (b"b", 1), (None, None)]


@recipe
def children_watch(clients):
    one, two, seen = clients.new(), clients.new(), Seen()
    one.ensure_path("/p")
    one.ChildrenWatch("/p", lambda names: seen(sorted(names)))
    for count, name in enumerate("ab", start=2):
        two.create("/p/" + name)
        seen.until(lambda things: len(things) == count)
    two.delete("/p/a")
    assert seen.until(lambda things: len(things) == 4) == [[], ["a"], ["a", "b"], ["b"]]


@recipe
def patient_children_watch(clients):
    one, two = clients.new(), clients.new()
    one.ensure_path("/p")
    result = PatientChildrenWatch(one, "/p", time_boundary=0.1).start()
    for name in "abc":
        two.create("/p/" + name)
    children, changed = result.get(timeout=WAIT)
    two.create("/p/d")
    changed.get(timeout=WAIT)
    assert set(children) <= {"a", "b", "c"}


@recipe
def transactions(clients):
    one = clients.new()
    transaction = one.transaction()
    transaction.create("/a", b"1")
    transaction.create("/a/b")
    transaction.set_data("/a", b"2", version=0)
    transaction.check("/a", 1)
    transaction.delete("/a/b")
    results = transaction.commit()
    assert results[:2] == ["/a", "/a/b"] and results[2].version == 1 and results[3:] == [True, True]
    transaction = one.transaction()
    transaction.create("/c")
    transaction.check("/a", 7)
    transaction.delete("/a")
    results = transaction.commit()
    assert [type(result) for result in results[:2]] == [RolledBackError, BadVersionError]
    assert one.exists("/c") is None and one.get("/a")[0] == b"2"


@recipe
def lease(clients):
    from datetime import timedelta
    one, two = clients.new(), clients.new()
    assert one.NonBlockingLease("/lease", timedelta(hours=1), identifier="one")
    assert not two.NonBlockingLease("/lease", timedelta(hours=1), identifier="two")
    assert one.NonBlockingLease("/lease", timedelta(hours=1), identifier="one")
    several = [client.MultiNonBlockingLease(2, "/leases", timedelta(hours=1), identifier=str(number))
               for number, client in enumerate([one, two, clients.new()])]
    assert [bool(lease) for lease in several] == [True, True, False]


@recipe
def retry(clients):
    one, attempts = clients.new(), []

    def work():
        attempts.append(one.create("/n-", sequence=True))
        if len(attempts) < 3:
            raise ForceRetryError()

    KazooRetry(max_tries=5, delay=0.01)(work)
    assert attempts == ["/n-%010d" % number for number in range(3)]
    try:
        one.retry(one.create, "/n-0000000000")
        raise AssertionError("it was there before")
    except NodeExistsError:
        pass
    try:
        one.retry(one.delete, "/none")
        raise AssertionError("it was not there")
    except NoNodeError:
        pass


def main():
    failed = 0
    for function in RECIPES:
        try:
            with Clients(function.__name__) as clients:
                function(clients)
            print("ok", function.__name__, flush=True)
        except BaseException as error:
            failed += 1
            print("failed %s: %r" % (function.__name__, error), flush=True)
            traceback.print_exc()
    sys.exit(1 if failed else 0)


main()
