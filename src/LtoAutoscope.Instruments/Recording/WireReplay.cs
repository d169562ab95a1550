using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>
/// The instrument's side of a recording: it answers a driver as the instrument did then, question by question, late or not at all where it did so, and breaks the connection
/// where that broke. Questions are compared without their ids; a poll that comes more often than then gets its last answer again.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed class WireReplay
{
    /// <summary>How many questions back a repeated one is taken for a poll before it is looked for further on.</summary>
    private const int PollWindow = 6;
    private static readonly TimeSpan BreakGrace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    private readonly ReplayScript _script;
    private readonly TimeProvider _time;
    private readonly double _speed;
    private readonly Lock _state = new();
    private readonly HashSet<int> _taken = [];
    private readonly Dictionary<int, Channel> _playing = [];
    private readonly List<WireDifference> _differences = [];
    private int _answered;
    private int _repeated;

    /// <param name="log">The recording.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="speed">How much faster than recorded the answers come; infinity for at once. Default 1.</param>
    public WireReplay(WireLog log, TimeProvider timeProvider, double speed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        (_script, _time, _speed) = (ReplayScript.Build(log), timeProvider, speed);
    }

    /// <summary>The endpoints to which the recorded connections led, in the order in which they were opened first.</summary>
    public IReadOnlyList<string> Endpoints => [.. _script.Connections.Select(connection => connection.Endpoint).Distinct()];

    /// <summary>Questions of the recording.</summary>
    public int Questions => _script.Connections.Sum(connection => connection.Steps.Count);

    /// <summary>Questions that the driver sent as recorded.</summary>
    public int Matched => Volatile.Read(ref _answered);

    /// <summary>Questions that the driver sent more often than recorded.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>What the driver did otherwise so far.</summary>
    public IReadOnlyList<WireDifference> Differences
    {
        get
        {
            lock (_state) return [.. _differences];
        }
    }

    /// <summary>What the driver has done otherwise, and which questions it never sent.</summary>
    public IReadOnlyList<WireDifference> Finish()
    {
        lock (_state)
        {
            var missing = new List<WireDifference>(_differences);
            foreach (ReplayConnection connection in _script.Connections)
                missing.AddRange(connection.Steps.Where(step => !step.IsPlayed && !IsPollOf(connection, step)).Select(step => NotSent(connection, step)));
            return missing;
        }
    }

    /// <summary>Plays the next recorded connection that led to an endpoint.</summary>
    /// <param name="link">To the driver; not owned, but closed where the recorded connection broke.</param>
    /// <param name="endpoint">One of <see cref="Endpoints"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>When the driver has left, or the connection was broken.</returns>
    public async Task PlayAsync(IByteLink link, string endpoint, CancellationToken cancellationToken)
    {
        ReplayConnection? connection = Take(endpoint);
        if (connection is null)
        {
            Differ(new WireDifference(_script.Connections.LastOrDefault()?.Opening.Entry is { } last ? Place(last) : "-", $"a connection to {endpoint} was opened more often than recorded"));
            await link.DisposeAsync().ConfigureAwait(false);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = new Channel(link, ended);
        lock (_state) _playing[connection.Number] = channel;
        try
        {
            _ = ActAsync(connection.Opening, [], channel.Ended);
            await ListenAsync(connection, channel).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is InstrumentFaultException or OperationCanceledException)
        {
            // The driver has left, or the connection was broken as recorded.
        }
        finally
        {
            lock (_state) _playing.Remove(connection.Number);
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    private ReplayConnection? Take(string endpoint)
    {
        lock (_state)
        {
            ReplayConnection? next = _script.Connections.FirstOrDefault(connection => connection.Endpoint == endpoint && !_taken.Contains(connection.Number));
            if (next is not null) _taken.Add(next.Number);
            return next;
        }
    }

    private async Task ListenAsync(ReplayConnection connection, Channel channel)
    {
        var buffer = new byte[4096];
        var waiting = new List<byte>();
        int position = 0;
        Task<int> reading = channel.Link.ReadAsync(buffer, channel.Ended).AsTask();
        while (true)
        {
            bool isQuiet = waiting.Count > 0 && await Task.WhenAny(reading, Task.Delay(Quiet, _time, channel.Ended)).ConfigureAwait(false) != reading;
            if (!isQuiet)
            {
                int read = await reading.ConfigureAwait(false);
                if (read == 0) return;
                waiting.AddRange(buffer.AsSpan(0, read));
                reading = channel.Link.ReadAsync(buffer, channel.Ended).AsTask();
            }

            while (waiting.Count > 0)
            {
                byte[] all = [.. waiting];
                int size = connection.Dialect.Cut(all, position < connection.Steps.Count ? connection.Steps[position].Question : null, isQuiet);
                if (size == 0) break;
                waiting.RemoveRange(0, size);
                position = Answer(connection, channel, position, all[..size]);
            }
        }
    }

    /// <summary>Looks for what was sent, acts as the instrument did, and returns the place in the recording at which the driver is now.</summary>
    private int Answer(ReplayConnection connection, Channel channel, int position, byte[] sent)
    {
        List<ReplayStep> steps = connection.Steps;
        bool Same(int i) => connection.Dialect.AreSame(steps[i].Question, sent);
        lock (_state)
        {
            int found = position < steps.Count && Same(position) ? position : -1;
            if (found < 0) found = Back(position - 1, Math.Max(0, position - PollWindow));
            if (found < 0) found = steps.FindIndex(Math.Min(position, steps.Count), step => connection.Dialect.AreSame(step.Question, sent));
            if (found < 0) found = Back(position - PollWindow - 1, 0);
            if (found < 0)
            {
                WireLogEntry at = position < steps.Count ? steps[position].Entry : steps.Count > 0 ? steps[^1].Entry : connection.Opening.Entry;
                string wanted = position < steps.Count ? $"instead of {connection.Dialect.Describe(steps[position].Question)}" : "after the last question of the recording";
                Differ(new WireDifference(Place(at), $"{connection.Purpose}: {connection.Dialect.Describe(sent)} was sent {wanted}; it got no answer"));
                return position;
            }

            if (found < position)
            {
                Interlocked.Increment(ref _repeated);
            }
            else
            {
                for (int skipped = position; skipped < found; skipped++)
                {
                    if (IsPollOf(connection, steps[skipped])) continue;
                    Differ(NotSent(connection, steps[skipped]));
                    steps[skipped].IsPlayed = true;
                }

                steps[found].IsPlayed = true;
                Interlocked.Increment(ref _answered);
            }

            _ = ActAsync(steps[found], sent, channel.Ended);
            return Math.Max(position, found + 1);
        }

        int Back(int from, int to)
        {
            for (int i = Math.Min(from, steps.Count - 1); i >= to; i--)
                if (Same(i)) return i;
            return -1;
        }
    }

    /// <summary>Whether a question only repeats one shortly before it that was sent: how often something is polled depends on the clock.</summary>
    private static bool IsPollOf(ReplayConnection connection, ReplayStep step)
    {
        int at = connection.Steps.IndexOf(step);
        for (int i = at - 1; i >= Math.Max(0, at - PollWindow); i--)
            if (connection.Dialect.AreSame(connection.Steps[i].Question, step.Question)) return true;
        return false;
    }

    private async Task ActAsync(ReplayStep step, byte[] sent, CancellationToken cancellationToken)
    {
        try
        {
            long began = _time.GetTimestamp();
            foreach (ReplayAction action in step.Actions)
            {
                TimeSpan left = action.After / _speed - _time.GetElapsedTime(began);
                if (left > TimeSpan.Zero) await Task.Delay(left, _time, cancellationToken).ConfigureAwait(false);
                if (Find(action.Connection) is not { } target) continue;
                if (action.Bytes is null)
                {
                    // What was answered just before has to arrive: a hang-up throws away what was not read yet.
                    await Task.Delay(BreakGrace, _time, cancellationToken).ConfigureAwait(false);
                    await target.Link.DisposeAsync().ConfigureAwait(false);
                    continue;
                }

                ReplayDialect dialect = _script.Connections.First(connection => connection.Number == action.Connection).Dialect;
                byte[] bytes = sent.Length == 0 ? action.Bytes : dialect.Address(action.Bytes, sent);
                await target.Link.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                for (long zeros = action.Zeros; zeros > 0; zeros -= Math.Min(zeros, Zeros.Length))
                    await target.Link.WriteAsync(Zeros.AsMemory(0, (int)Math.Min(zeros, Zeros.Length)), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is InstrumentFaultException or OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    private static readonly byte[] Zeros = new byte[1 << 16];

    private Channel? Find(int connection)
    {
        lock (_state) return _playing.GetValueOrDefault(connection);
    }

    private void Differ(WireDifference difference)
    {
        lock (_state) _differences.Add(difference);
    }

    private static WireDifference NotSent(ReplayConnection connection, ReplayStep step)
        => new(Place(step.Entry), $"{connection.Purpose}: {connection.Dialect.Describe(step.Question)} was not sent");

    private static string Place(WireLogEntry entry) => FormattableString.Invariant($"{Path.GetFileName(entry.File)}:{entry.Line}");

    private sealed record Channel(IByteLink Link, CancellationTokenSource Source)
    {
        public CancellationToken Ended { get; } = Source.Token;
    }
}
