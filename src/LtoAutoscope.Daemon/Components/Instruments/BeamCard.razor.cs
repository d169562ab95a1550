using System.Globalization;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Pipeline.Control;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>Beam, lens and signal. The values in the boxes are placeholders until somebody types: what stands there is what the hardware says.</summary>
public sealed partial class BeamCard : HandComponent
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private string _energy = "";

    private OpticsView? Optics => Hands.Optics;

    private string Why => Hands.Why;

    private string DetectorWhy => Hands.WhyNot(InstrumentDescription.Detectors);

    private string AutomaticWhy => Hands.WhyNot(InstrumentDescription.Automatic);

    private string BeamWord => Optics switch
    {
        null => Figures.Unknown,
        { Beam: BeamState.On, Blanked: true } => $"On at {Figures.Fixed(Optics.EnergyKv, 1)} kV, blanked",
        { Beam: BeamState.On, Blanked: false } => $"On at {Figures.Fixed(Optics.EnergyKv, 1)} kV, let through",
        { Beam: BeamState.On } => $"On at {Figures.Fixed(Optics.EnergyKv, 1)} kV",
        { Beam: BeamState.Off } => "Off",
        { Beam: BeamState.Changing } => "Changing",
        { Beam: BeamState.FilamentBlown } => "Filament gone",
        _ => Figures.Unknown,
    };

    private static string Text(ChangeEventArgs change) => change.Value?.ToString()?.Trim() ?? "";

    private static double Number(string text, string name)
        => double.TryParse(text.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputException(text.Length == 0 ? $"no value is given for {name}" : $"'{text}' is no number for {name}", name, "Write it with a decimal point");

    private Task BeamAsync(bool on) => ActAsync(async () =>
    {
        OpticsView read = await Commands.SetBeamAsync(on, on && _energy.Length > 0 ? Number(_energy, "the voltage") : null, CancellationToken.None);
        _energy = "";
        return $"The beam reads {read.Beam.ToString().ToLowerInvariant()} at {Figures.Fixed(read.EnergyKv, 2)} kV.";
    });

    private Task BlankAsync(bool blanked) => ActAsync(async () =>
    {
        OpticsView read = await Commands.SetBlankAsync(blanked, CancellationToken.None);
        return read.Blanked switch { true => "The blanker reads closed.", false => "The blanker reads open.", _ => "Sent; this instrument does not tell its blanker." };
    });

    private Task SetAsync(OpticsField field) => ActAsync(async () =>
    {
        OpticsView read = await Commands.SetOpticsAsync(field.Change(Number(_texts.GetValueOrDefault(field.Key, ""), field.Label.ToLowerInvariant())), CancellationToken.None);
        _texts.Remove(field.Key);
        return $"{field.Label} reads {Figures.Significant(field.Now(read), 5)} {field.Unit}.";
    });

    private Task DetectorAsync(ChangeEventArgs change) => ActAsync(async () =>
    {
        if (!int.TryParse(Text(change), CultureInfo.InvariantCulture, out int index)) return "";
        OpticsView read = await Commands.SetOpticsAsync(new OpticsChange { Detector = index }, CancellationToken.None);
        return $"The first channel shows {read.Selected?.Name ?? "an unknown detector"}.";
    });

    private Task AutomaticAsync(AutomaticProcedure procedure) => ActAsync(async () =>
    {
        OpticsView read = await Commands.RunAutomaticAsync(procedure, CancellationToken.None);
        return procedure switch
        {
            AutomaticProcedure.Focus => $"Working distance reads {Figures.Fixed(read.WorkingDistanceMm, 4)} mm.",
            AutomaticProcedure.Stigmator => $"Stigmator reads {Figures.Fixed(read.StigmatorXPercent, 2)} %, {Figures.Fixed(read.StigmatorYPercent, 2)} %.",
            _ => $"Brightness reads {Figures.Fixed(read.BrightnessPercent, 1)} %, contrast {Figures.Fixed(read.ContrastPercent, 1)} %.",
        };
    });
}
