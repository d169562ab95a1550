namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>A setting of the column, the detectors or the vacuum: how it is read and set.</summary>
/// <param name="Get">The question; empty where it cannot be read.</param>
/// <param name="Set">Commands that set it; none where it cannot be set.</param>
/// <param name="Tolerance">How near it has to read back, in its own unit.</param>
/// <param name="Settle">How long it may take to read back.</param>
public sealed record LineRole(string Get, IReadOnlyList<string> Set, double Tolerance, TimeSpan Settle)
{
    /// <summary>The roles that the engine knows.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "energy_kv", "beam_on", "beam_off", "blanked", "working_distance_mm", "magnification", "pixel_size_nm", "field_width_um", "stigmator", "probe_current_pa",
        "specimen_current_monitor", "beam_shift", "brightness_percent", "contrast_percent", "auto_brightness", "auto_contrast", "detector", "pressure_pa", "scan_rate",
        "external_scan", "unfreeze", "freeze", "store_frame",
    ];
}
