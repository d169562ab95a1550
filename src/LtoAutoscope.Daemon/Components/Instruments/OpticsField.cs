using LtoAutoscope.Pipeline.Control;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>A value of column or signal that is typed.</summary>
/// <param name="Key">Its id on the page.</param>
/// <param name="Label">Its word.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Now">Reads it.</param>
/// <param name="Change">Asks for it.</param>
internal sealed record OpticsField(string Key, string Label, string Unit, Func<OpticsView, double?> Now, Func<double, OpticsChange> Change)
{
    /// <summary>Of the lens.</summary>
    public static IReadOnlyList<OpticsField> Lens { get; } =
    [
        new("working-distance", "Working distance (focus)", "mm", view => view.WorkingDistanceMm, value => new OpticsChange { WorkingDistanceMm = value }),
        new("field-width", "Field width", "µm", view => view.FieldWidthUm, value => new OpticsChange { FieldWidthUm = value }),
        new("stigmator-x", "Stigmator x", "%", view => view.StigmatorXPercent, value => new OpticsChange { StigmatorXPercent = value }),
        new("stigmator-y", "Stigmator y", "%", view => view.StigmatorYPercent, value => new OpticsChange { StigmatorYPercent = value }),
    ];

    /// <summary>Of the signal.</summary>
    public static IReadOnlyList<OpticsField> Signal { get; } =
    [
        new("brightness", "Brightness", "%", view => view.BrightnessPercent, value => new OpticsChange { BrightnessPercent = value }),
        new("contrast", "Contrast", "%", view => view.ContrastPercent, value => new OpticsChange { ContrastPercent = value }),
    ];
}
