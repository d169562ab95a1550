namespace LtoAutoscope.Twin.Faults;

/// <summary>Lets the orders of a script, and those that come later, happen when their time has come.</summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed class FaultRunner : IDisposable
{
    private const int MostRemembered = 1000;
    private readonly TwinMicroscope _microscope;
    private readonly Lock _state = new();
    private readonly List<Waiting> _waiting = [];
    private readonly List<(string Fault, double AtSeconds)> _struck = [];
    private CancellationTokenSource _clearing = new();
    private bool _closed;

    /// <param name="microscope">What the faults befall.</param>
    public FaultRunner(TwinMicroscope microscope)
    {
        _microscope = microscope;
        microscope.Faults.CountGrew += OnCountGrew;
    }

    /// <summary>What has happened, the last thousand: name and physical seconds since the twin began.</summary>
    public IReadOnlyList<(string Fault, double AtSeconds)> Struck
    {
        get { lock (_state) return [.. _struck]; }
    }

    /// <summary>How many orders wait for their time.</summary>
    public int Pending
    {
        get { lock (_state) return _waiting.Count; }
    }

    /// <summary>Begins a script: times and counts of its orders run from now on.</summary>
    public void Begin(FaultScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        foreach (FaultOrder order in script.Orders) Add(order);
    }

    /// <summary>Adds one order; its time and its counts run from now on. It happens at once when it waits for nothing.</summary>
    public void Add(FaultOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        (long moves, long frames) = _microscope.Faults.Counted;
        var waiting = new Waiting(order, moves + (order.AfterMoves ?? 0), frames + (order.AfterFrames ?? 0), order.AtSeconds is null or <= 0);
        CancellationToken clearing;
        lock (_state)
        {
            if (_closed) return;
            _waiting.Add(waiting);
            clearing = _clearing.Token;
        }

        if (order.AtSeconds is { } seconds and > 0) _ = WaitAsync(waiting, seconds, clearing);
        else StrikeDue();
    }

    /// <summary>Forgets what waits and ends what lasts; what has broken stays broken.</summary>
    public void Clear()
    {
        CancellationTokenSource clearing;
        lock (_state)
        {
            _waiting.Clear();
            clearing = _clearing;
            _clearing = new CancellationTokenSource();
        }

        clearing.Cancel();
        clearing.Dispose();
        _microscope.Faults.Clear();
        _microscope.WireFaults.Clear();
        _microscope.Vacuum.CloseLeak();
    }

    /// <summary>Nothing more happens.</summary>
    public void Dispose()
    {
        lock (_state)
        {
            if (_closed) return;
            _closed = true;
            _waiting.Clear();
        }

        _microscope.Faults.CountGrew -= OnCountGrew;
        _clearing.Cancel();
        _clearing.Dispose();
    }

    private void OnCountGrew(object? sender, EventArgs e) => StrikeDue();

    private async Task WaitAsync(Waiting waiting, double seconds, CancellationToken clearing)
    {
        double due = _microscope.Clock.Now + seconds;
        try
        {
            while (_microscope.Clock.Now < due) await _microscope.Clock.DelayAsync(due - _microscope.Clock.Now, clearing).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        waiting.TimeHasCome = true;
        StrikeDue();
    }

    private void StrikeDue()
    {
        (long moves, long frames) = _microscope.Faults.Counted;
        List<Waiting> due;
        lock (_state)
        {
            due = [.. _waiting.Where(waiting => waiting.TimeHasCome && moves >= waiting.Moves && frames >= waiting.Frames)];
            _waiting.RemoveAll(due.Contains);
            foreach (Waiting waiting in due) _struck.Add((waiting.Order.Fault, _microscope.Clock.Now));
            if (_struck.Count > MostRemembered) _struck.RemoveRange(0, _struck.Count - MostRemembered);
        }

        foreach (Waiting waiting in due) waiting.Order.Strike(_microscope);
    }

    private sealed class Waiting(FaultOrder order, long moves, long frames, bool timeHasCome)
    {
        private volatile bool _timeHasCome = timeHasCome;

        public FaultOrder Order => order;

        public long Moves => moves;

        public long Frames => frames;

        public bool TimeHasCome
        {
            get => _timeHasCome;
            set => _timeHasCome = value;
        }
    }
}
