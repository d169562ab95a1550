using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>What the interlock allows, from the instrument's configuration.</summary>
public sealed record SafetyEnvelope
{
    /// <summary>Soft limits; the device's own are cut with these.</summary>
    public required StageLimits Limits { get; init; }

    /// <summary>+1 when z grows towards the lens, −1 when it grows away from it.</summary>
    public int ZTowardsLens { get; init; } = 1;

    /// <summary>z limit of the empty stage as a function of tilt, sorted by tilt; the holder's height is taken off it. Empty when the soft limit of z is enough.</summary>
    public IReadOnlyList<TiltLimit> ZByTilt { get; init; } = [];

    /// <summary>Smallest working distance, mm. Default 2.</summary>
    public double MinimumWorkingDistanceMm { get; init; } = 2;

    /// <summary>Largest working distance, mm. Default 120.</summary>
    public double MaximumWorkingDistanceMm { get; init; } = 120;

    /// <summary>The z at which the empty stage would touch the lens, mm; null when that has not been measured.</summary>
    public double? LensZMm { get; init; }

    /// <summary>Height of holder and sample over the stage, mm. Default 0.</summary>
    public double HolderHeightMm { get; init; }

    /// <summary>Longest move of the linear axes in one step, mm. Default 50.</summary>
    public double MaximumStepMm { get; init; } = 50;

    /// <summary>Largest turn of rotation or tilt in one step, degrees. Default 45.</summary>
    public double MaximumStepDeg { get; init; } = 45;

    /// <summary>Volumes that neither stage nor holder may enter. Default none.</summary>
    public IReadOnlyList<KeepOutVolume> KeepOut { get; init; } = [];

    /// <summary>What z counts from, where a person knows it; null asks the stage before each move of z or tilt.</summary>
    public ZLink? ZLink { get; init; }

    /// <summary>Longest move of the linear axes in one step where a stop cannot interrupt a move, mm. Default 1.</summary>
    public double UninterruptibleStepMm { get; init; } = 1;

    /// <summary>Largest turn in one step where a stop cannot interrupt a move, degrees. Default 5.</summary>
    public double UninterruptibleStepDeg { get; init; } = 5;

    /// <summary>
    /// Highest speed of the linear axes, mm/s; null when none is set. A composition may hand it to a driver that can set a speed; the interlock holds the mean speed
    /// of every finished move against it.
    /// </summary>
    public double? MaximumSpeedMmPerS { get; init; }

    /// <summary>Highest speed of rotation and tilt, degrees/s; null when none is set.</summary>
    public double? MaximumSpeedDegPerS { get; init; }

    /// <summary>Longest time that one move may take at the highest speed, s: longer ones have to be asked for in parts. Default 120; counts only where a highest speed is set.</summary>
    public double MaximumMoveS { get; init; } = 120;

    /// <summary>Highest acceleration voltage, kV. Default 30.</summary>
    public double MaximumEnergyKv { get; init; } = 30;

    /// <summary>The allowed z nearest to the lens over a range of tilts; null outside the table.</summary>
    /// <remarks>The curve is piecewise linear, so its strictest value over a range lies at an end of the range or at a point of the table.</remarks>
    public double? StrictestZMm(double tiltFromDeg, double tiltToDeg)
    {
        (double low, double high) = (Math.Min(tiltFromDeg, tiltToDeg), Math.Max(tiltFromDeg, tiltToDeg));
        if (At(low) is not { } first || At(high) is not { } last) return null;
        double strictest = Stricter(first, last);
        foreach (TiltLimit point in ZByTilt)
            if (point.TiltDeg > low && point.TiltDeg < high) strictest = Stricter(strictest, point.ZMm);
        return strictest;

        // Of two limits the stricter one is the one farther from the lens.
        double Stricter(double a, double b) => ZTowardsLens > 0 ? Math.Min(a, b) : Math.Max(a, b);
    }

    private double? At(double tiltDeg)
    {
        for (int i = 0; i < ZByTilt.Count; i++)
        {
            if (ZByTilt[i].TiltDeg == tiltDeg) return ZByTilt[i].ZMm;
            if (i == 0 || tiltDeg < ZByTilt[i - 1].TiltDeg || tiltDeg > ZByTilt[i].TiltDeg) continue;
            double share = (tiltDeg - ZByTilt[i - 1].TiltDeg) / (ZByTilt[i].TiltDeg - ZByTilt[i - 1].TiltDeg);
            return ZByTilt[i - 1].ZMm + share * (ZByTilt[i].ZMm - ZByTilt[i - 1].ZMm);
        }

        return null;
    }
}
