using System.Globalization;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>The <c>$</c> settings, in GRBL's units: mm, mm/min, mm/s². Guarded by the controller's lock.</summary>
internal sealed class GrblSettings
{
    private const int ReportMask = 10;
    private const int Inches = 13;
    private const int SoftLimits = 20;
    private const int HardLimits = 21;
    private const int Homing = 22;
    private const int FirstAxisSetting = 100;
    private static readonly int[] Flags = [4, 5, 6, Inches, SoftLimits, HardLimits, Homing, 32];
    private static readonly int[] WholeNumbers = [0, 1, 2, 3, ReportMask, 23, 26, 30, 31];
    private readonly StageOptions _stage;
    private readonly SortedDictionary<int, double> _values = [];

    public GrblSettings(StageOptions stage)
    {
        _stage = stage;
        Restore();
    }

    public bool ReportsMachinePosition => ((int)_values[ReportMask] & 1) != 0;

    public bool ReportsBuffer => ((int)_values[ReportMask] & 2) != 0;

    public bool ReportsInches => _values[Inches] != 0;

    public bool HasSoftLimits => _values[SoftLimits] != 0;

    public bool HasHardLimits => _values[HardLimits] != 0;

    public bool HasHoming => _values[Homing] != 0;

    public int HomingDirections => (int)_values[23];

    public double HomingFeed => _values[24];

    public double HomingSeek => _values[25];

    public double HomingPullOff => _values[27];

    public double StepsPerMm(int axis) => _values[100 + axis];

    public double MaximumRate(int axis) => _values[110 + axis];

    public double Acceleration(int axis) => _values[120 + axis];

    public double MaximumTravel(int axis) => _values[130 + axis];

    /// <summary>GRBL's defaults, but for the figures of the machine: travel, rates and acceleration are the stage's, with 1000 steps a mm, soft limits and homing on.</summary>
    public void Restore()
    {
        _values.Clear();
        (int Number, double Value)[] common =
        [
            (0, 10), (1, 255), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (ReportMask, 1), (11, 0.01), (12, 0.002), (Inches, 0), (SoftLimits, 1), (HardLimits, 0),
            (Homing, 1), (23, 4), (24, 25), (25, 240), (26, 250), (27, 1), (30, 1000), (31, 0), (32, 0),
        ];
        foreach ((int number, double value) in common) _values[number] = value;
        for (int axis = 0; axis < 3; axis++)
        {
            AxisOptions options = _stage.Axes[axis];
            _values[100 + axis] = 1000;
            _values[110 + axis] = options.Speed * 60;
            _values[120 + axis] = options.Acceleration;
            _values[130 + axis] = options.High - options.Low;
        }
    }

    /// <summary>Sets one; a status number.</summary>
    public int Write(double number, double value)
    {
        if (value < 0) return GrblStatus.NegativeValue;
        if (number != Math.Floor(number) || !_values.ContainsKey((int)number)) return GrblStatus.InvalidStatement;
        int key = (int)number;
        if (key == 0 && value < 3) return GrblStatus.StepPulseTooShort;
        if (key == SoftLimits && value != 0 && !HasHoming) return GrblStatus.SoftLimitsNeedHoming;
        if (key == Homing && value == 0) _values[SoftLimits] = 0;

        // A real one takes a zero here and then divides by it.
        if (key is >= FirstAxisSetting and < 130 or 24 or 25 && value < 1e-3) return GrblStatus.NegativeValue;
        _values[key] = Flags.Contains(key) ? (value != 0 ? 1 : 0) : WholeNumbers.Contains(key) ? Math.Truncate(Math.Min(value, key is 26 or 30 or 31 ? 65535 : 255)) : Math.Min(value, 1e9);
        return GrblStatus.Ok;
    }

    /// <summary>The lines of <c>$$</c>.</summary>
    public IEnumerable<string> Lines => _values.Select(entry => string.Create(
        CultureInfo.InvariantCulture,
        $"${entry.Key}={(Flags.Contains(entry.Key) || WholeNumbers.Contains(entry.Key) ? entry.Value.ToString("F0", CultureInfo.InvariantCulture) : entry.Value.ToString("F3", CultureInfo.InvariantCulture))}"));
}
