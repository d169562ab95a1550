using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Acquisition.Inspection;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>Something that goes wrong with a frame on the twin.</summary>
/// <param name="Name">As in a fault script, with its value.</param>
/// <param name="Right">The verdicts that are right.</param>
/// <param name="Take">Takes a frame with it; the reference may be told an ordinary frame before.</param>
internal sealed record BenchFault(string Name, IReadOnlyList<QuarantineReason> Right, Func<BenchTwin, FaultyExposure, (Frame Frame, InspectionPlace Place)> Take)
{
    /// <summary>Imperfections of the picture that the twin has from the beginning.</summary>
    internal ImageOptions Image { get; init; } = ImageOptions.None;

    /// <summary>What lies there instead of the powder; null for the powder.</summary>
    internal Func<BenchPowder, ISampleWorld?> Instead { get; init; } = _ => null;

    private const double DoseOfManyPerNm2 = 2200;

    internal static IReadOnlyList<BenchFault> All { get; } =
    [
        new("frame_frozen", [QuarantineReason.Frozen], (twin, e) =>
        {
            e.Ordinary(twin);
            twin.Strike("{fault: frame_frozen}");
            return (e.Expose(twin), default);
        }),
        Struck("frame_partial, half", "{fault: frame_partial}", QuarantineReason.Partial),
        Struck("frame_partial, 97 %", "{fault: frame_partial, share: 0.97}", QuarantineReason.Partial),
        Struck("frame_black", "{fault: frame_black}", QuarantineReason.Empty),
        Struck("beam_trip", "{fault: beam_trip}", QuarantineReason.Empty),
        Struck("emission_drop to 50 %", "{fault: emission_drop, share: 0.5}", QuarantineReason.Dim),
        Struck("emission_drop to 70 %", "{fault: emission_drop, share: 0.7}", QuarantineReason.Dim),
        Struck("focus_jump, 20 µm", "{fault: focus_jump}", QuarantineReason.Focus),
        Struck("focus_jump, 3 µm", "{fault: focus_jump, by_um: 3}", QuarantineReason.Focus),
        new("stigmator 30 % off, best focus", [QuarantineReason.Focus, QuarantineReason.Astigmatism], (twin, e) => (e.Stigmated(twin, 0), default)),
        new("stigmator 30 % off, 3 µm beside it", [QuarantineReason.Astigmatism], (twin, e) => (e.Stigmated(twin, 3), default)),
        new("image.charging 0.5", [QuarantineReason.Charging], (twin, e) => (e.Expose(twin), default)) { Image = new ImageOptions { Charging = 0.5 }, IsBeyondThePicture = powder => powder.IsCarpet },
        new("image.charging 0.8", [QuarantineReason.Charging], (twin, e) => (e.Expose(twin), default)) { Image = new ImageOptions { Charging = 0.8 } },
        new("contamination, neighbour scanned", [QuarantineReason.Contamination], (twin, e) =>
        {
            e.Contaminate(twin, 0.4, DoseOfManyPerNm2 / 4);
            return (e.Expose(twin), default);
        }) { Image = new ImageOptions { Contamination = 0.5, ContaminationDosePerNm2 = 400 }, IsBeyondThePicture = powder => powder.IsCarpet },
        new("contamination, same place scanned", [QuarantineReason.Contamination], (twin, e) =>
        {
            e.Contaminate(twin, 0, DoseOfManyPerNm2);
            return (e.Expose(twin), new InspectionPlace(EarlierDosePerNm2: twin.Microscope.Dose.DosePerNm2(e.Place.XMm, e.Place.YMm)));
        }) { Image = new ImageOptions { Contamination = 0.2 } },
        new("sample_drift, 100 nm/s", [QuarantineReason.Drift], (twin, e) =>
        {
            twin.Strike("{fault: sample_drift, x_nm_per_s: 80, y_nm_per_s: 60}");
            double began = twin.Seconds;
            Frame first = e.Expose(twin);
            double taken = twin.Seconds;
            Frame second = e.Expose(twin);
            double speed = PhaseCorrelation.Shift(first.Image, second.Image).LengthPx * first.Metadata.PixelSizeNm!.Value / (taken - began);
            return (e.Expose(twin), new InspectionPlace(DriftNmPerS: speed));
        }),
        new("bare metal", [QuarantineReason.Empty], (twin, e) => (e.Expose(twin), default)) { Instead = _ => new BareHolderWorld(new SurfacePlane()) },
        new("support without particles", [QuarantineReason.Empty], (twin, e) => (e.Expose(twin), default)) { Instead = powder => (powder.World as SyntheticPowderWorld) is { } world ? new SyntheticPowderWorld(world.Powder with { NumberDensityPerUm2 = 1e-4 }) : null },
    ];

    /// <summary>Where the picture alone cannot tell it; the table says so and does not count it.</summary>
    internal Func<BenchPowder, bool> IsBeyondThePicture { get; init; } = _ => false;

    /// <summary>Whether a powder can have it.</summary>
    internal bool Fits(BenchPowder powder) => Name != "support without particles" || powder.World is SyntheticPowderWorld;

    private static BenchFault Struck(string name, string order, QuarantineReason right) => new(name, [right], (twin, e) =>
    {
        twin.Strike(order);
        return (e.Expose(twin), default);
    });
}
