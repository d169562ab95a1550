using System.Text.RegularExpressions;
using System.Globalization;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// The protocol version of a server. Some pad it to 64 bytes with other text right behind it (<c>2.0.210300USB\VID…</c> is 2.0.21), so only the leading
/// <c>d.d.d</c> of at most two digits each counts.
/// </summary>
public sealed partial record SharkSemVersion(int Major, int Minor, int Patch) : IComparable<SharkSemVersion>
{
    /// <summary>What is assumed of a server that does not say: the oldest.</summary>
    public static SharkSemVersion Oldest { get; } = new(1, 0, 0);

    /// <summary>From here on high voltage can be changed without blocking the session.</summary>
    public bool HasAsynchronousHighVoltage => CompareTo(new SharkSemVersion(2, 0, 16)) >= 0;

    /// <summary>From here on the dwell time is an argument of the scan.</summary>
    public bool HasDwellArgument => CompareTo(new SharkSemVersion(2, 0, 6)) >= 0;

    /// <summary>From here on the stage has limits that can be read, and a watchdog.</summary>
    public bool HasStageLimitsAndWatchdog => CompareTo(new SharkSemVersion(2, 0, 22)) >= 0;

    /// <summary>From here on the beam current can be read in pA.</summary>
    public bool HasBeamCurrent => CompareTo(new SharkSemVersion(2, 0, 19)) >= 0;

    /// <summary>From here on the server can be asked whether scan, stage, optics or an automatic procedure is busy.</summary>
    public bool HasBusyMask => CompareTo(new SharkSemVersion(2, 0, 9)) >= 0;

    /// <summary>From here on the server corrects astigmatism by itself.</summary>
    public bool HasAutoStigmators => CompareTo(new SharkSemVersion(3, 1, 7)) >= 0;

    /// <summary>From here on scan rotation has functions of its own; before, it is one of the geometries.</summary>
    public bool HasImageRotation => CompareTo(new SharkSemVersion(3, 0, 0)) >= 0;

    /// <summary>Parses the leading <c>d.d.d</c>; null when there is none.</summary>
    public static SharkSemVersion? Parse(string text)
    {
        Match match = Leading().Match(text);
        return match.Success ? new SharkSemVersion(Number(match, 1), Number(match, 2), Number(match, 3)) : null;
    }

    /// <inheritdoc/>
    public int CompareTo(SharkSemVersion? other)
        => other is null ? 1 : (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}.{Patch}";

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(\d{1,2})\.(\d{1,2})\.(\d{1,2})")]
    private static partial Regex Leading();
}
