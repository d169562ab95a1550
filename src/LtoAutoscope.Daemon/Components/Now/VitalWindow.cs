namespace LtoAutoscope.Daemon.Components.Now;

/// <summary>How far back the vital signs reach.</summary>
/// <param name="Key">Its word in the address.</param>
/// <param name="Words">Its words on the switch.</param>
/// <param name="Length">Its length.</param>
public sealed record VitalWindow(string Key, string Words, TimeSpan Length)
{
    /// <summary>Those on the switch.</summary>
    public static IReadOnlyList<VitalWindow> All { get; } =
    [
        new("10min", "10 min", TimeSpan.FromMinutes(10)),
        new("1h", "1 h", TimeSpan.FromHours(1)),
        new("6h", "6 h", TimeSpan.FromHours(6)),
    ];

    /// <summary>Of a word in an address; ten minutes when there is none.</summary>
    public static VitalWindow Parse(string? key) => All.FirstOrDefault(w => w.Key == key) ?? All[0];
}
