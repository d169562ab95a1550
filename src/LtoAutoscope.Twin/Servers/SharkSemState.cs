namespace LtoAutoscope.Twin.Servers;

/// <summary>What a SharkSEM server keeps beside the microscope itself. It is gone when the server is started anew.</summary>
/// <remarks>Thread safety: each value is one step.</remarks>
internal sealed class SharkSemState
{
    /// <summary>Input channels.</summary>
    public const int Channels = 4;

    private readonly Lock _state = new();
    private readonly int[] _selected = [.. Enumerable.Repeat(Detectors[0].Index, Channels)];
    private readonly Dictionary<int, (double Gain, double Black)> _signals = Detectors.ToDictionary(detector => detector.Index, _ => (50.0, 50.0));
    private readonly Dictionary<int, (double X, double Y)> _centerings = [];
    private readonly Dictionary<int, (double X, double Y)> _geometries = [];

    /// <summary>The detectors; their indexes do not follow one another, as on real microscopes.</summary>
    public static IReadOnlyList<(int Index, string Name)> Detectors { get; } = [(1, "SE"), (2, "BSE"), (4, "LE BSE")];

    /// <summary>The scan modes.</summary>
    public static IReadOnlyDictionary<int, string> Modes { get; } = new SortedDictionary<int, string> { [0] = "RESOLUTION", [1] = "DEPTH", [2] = "FIELD", [5] = "WIDE FIELD" };

    public volatile int Mode;

    public volatile int External;

    public volatile int GuiScanning;

    public volatile int GunBlanker;

    public volatile int VpMode;

    public volatile int LutSource;

    public volatile int Led;

    public int Selected(int channel)
    {
        lock (_state) return _selected[Check(channel)];
    }

    /// <summary>Puts a detector on a channel; one that is not fitted is ignored.</summary>
    public void Select(int channel, int detector)
    {
        lock (_state) if (_signals.ContainsKey(detector)) _selected[Check(channel)] = detector;
    }

    /// <summary>Gain and black level of a detector that is not on the first channel, percent.</summary>
    public (double Gain, double Black) Signal(int detector)
    {
        lock (_state) return _signals.TryGetValue(detector, out (double, double) signal) ? signal : throw new FormatException("No such detector.");
    }

    public void SetSignal(int detector, double gain, double black)
    {
        lock (_state) if (_signals.ContainsKey(detector)) _signals[detector] = (Math.Clamp(gain, 0, 100), Math.Clamp(black, 0, 100));
    }

    public (double X, double Y) Centering(int index)
    {
        lock (_state) return _centerings.GetValueOrDefault(index);
    }

    public void SetCentering(int index, double x, double y)
    {
        lock (_state) _centerings[index] = (Math.Clamp(x, -100, 100), Math.Clamp(y, -100, 100));
    }

    public (double X, double Y) Geometry(int index)
    {
        lock (_state) return _geometries.GetValueOrDefault(index);
    }

    public void SetGeometry(int index, double x, double y)
    {
        lock (_state) _geometries[index] = (x, y);
    }

    public static int Check(int channel) => channel is >= 0 and < Channels ? channel : throw new FormatException("No such channel.");
}
