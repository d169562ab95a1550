using System.Globalization;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>
/// Looks at a frame before it counts: accepted, or quarantined with one main reason. Pure in its arguments, one core, a few dozen milliseconds: it stands
/// between two scans.
/// </summary>
/// <remarks>
/// Asked in this order, the first that speaks against the frame is the main one: frozen, partial, no picture at all, sharpness (empty, astigmatism, focus), charging,
/// dim, contamination, drift.
/// </remarks>
public static class FrameInspector
{
    private const double RowsOfTheLimit = 768;
    private const double NoPicture = 0.15;
    private const double NothingStandsOut = 0.7;
    private const double LeastDetail = 0.01;
    private const double DetailOverChance = 20;
    private const double DarkerToo = 0.95;
    private const double LitFromTheSide = 0.12;
    private const double BrightTailChange = -0.2;

    /// <summary>Inspects a frame.</summary>
    /// <param name="image">Its pixels.</param>
    /// <param name="metadata">Its pixel size, dwell and probe current.</param>
    /// <param name="reference">What the last good frames were like; it is not changed, see <see cref="InspectionReference.Observe"/>.</param>
    /// <param name="place">What else is known of the exposure.</param>
    /// <param name="limits">Where a frame stops counting; the defaults when null.</param>
    public static FrameAssessment Inspect(GreyImage image, FrameMetadata metadata, InspectionReference reference, InspectionPlace place = default, InspectionLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(reference);
        limits ??= InspectionLimits.Default;
        FrameMeasures m = MeasuresOf(image, metadata, reference, place);
        (QuarantineReason Reason, string Sentence)? against = Against(m, image, reference, limits);
        return new FrameAssessment(against?.Reason, against?.Sentence ?? "", m with { Verdict = against?.Reason });
    }

    private static FrameMeasures MeasuresOf(GreyImage image, FrameMetadata metadata, InspectionReference reference, InspectionPlace place)
    {
        var grey = GreyStatistics.Of(image);
        double full = image.MaximumValue, mean = Math.Max(grey.Mean, 1e-6 * full), band = Math.Max(grey.BandVariance, 0);
        Autocorrelation near = grey.Near;
        double noise = Math.Sqrt(near.Noise), structure = Math.Sqrt(near.Structure);
        double fine = near.FineX + near.FineY, sharpness = band > 0 ? Math.Max(0, fine) / band : 0;
        double diagonal = near.FineFalling + near.FineRising;
        // Of too little detail no direction can be told: the chance error of a covariance is about the variance of the noise over the root of the number of pixels.
        double chance = Math.Sqrt(2.0 / image.Pixels.Length) * near.Noise;
        bool isDetailed = fine > LeastDetail * band && Math.Min(fine, diagonal) > DetailOverChance * chance;
        double straight = isDetailed ? Math.Clamp((near.FineX - near.FineY) / fine, -1, 1) : 0, slant = isDetailed ? Math.Clamp((near.FineFalling - near.FineRising) / diagonal, -1, 1) : 0;
        double restStraight = straight - (reference.AnisotropyStraight ?? 0), restSlant = slant - (reference.AnisotropyDiagonal ?? 0);
        (double tail, double tailBright) = ScanTails.Of(grey.Half, grey.Mean);
        double? pixelNm = metadata.PixelSizeNm, seconds = metadata.DwellUs * 1e-6 * image.Width * image.Height;
        return new FrameMeasures
        {
            FrameId = metadata.FrameId,
            MeanGrey = grey.Mean / full,
            Contrast = structure / mean,
            Noise = noise / mean,
            SignalToNoise = noise > 0 ? structure / noise : 0,
            Sharpness = sharpness,
            SharpnessRatio = reference.Sharpness is { } usual and > 0 ? sharpness / usual : null,
            AnisotropyStraight = straight,
            AnisotropyDiagonal = slant,
            Astigmatism = isDetailed ? Math.Sqrt(restStraight * restStraight + restSlant * restSlant) : 0,
            Tail = tail,
            TailBright = tailBright,
            LineJumps = grey.LineJumps,
            EdgeCoherence = StraightEdges.Coherence(grey.Half, noise / 2),
            MiddleContrast = Math.Sqrt(Math.Max(0, grey.MiddleVariance)) / mean,
            Skewness = grey.Skewness,
            MissingRows = grey.MissingRows,
            SaturatedFraction = grey.SaturatedFraction,
            DriftPx = place.DriftNmPerS * seconds / pixelNm,
            EarlierDoseENm2 = place.EarlierDosePerNm2,
            ProbeCurrentPa = metadata.ProbeCurrentPa,
            ImageHash = grey.Hash,
        };
    }

    private static (QuarantineReason, string)? Against(FrameMeasures m, GreyImage image, InspectionReference reference, InspectionLimits limits)
    {
        // A place that is taken again at once may look the same to the last pixel in a microscope in software; the picture of another place may not.
        if (m.ImageHash == reference.LastImageHash && m.FrameId != reference.LastImageOf) return (QuarantineReason.Frozen, "The picture equals the one before, pixel by pixel, which noise forbids");
        if (m.MissingRows >= image.Height || m.Contrast < NoPicture * m.Noise)
            return Say(QuarantineReason.Empty, $"There is no picture: its structure is {m.SignalToNoise:0.00} of its noise (limit {NoPicture:0.00})");
        if (m.MissingRows > limits.MissingRows * image.Height)
            return Say(QuarantineReason.Partial, $"{m.MissingRows} of {image.Height} lines are missing (limit {limits.MissingRows:P1})");
        return Sharp(m, reference, limits) ?? Charged(m, reference, limits) ?? Dim(m, reference, limits) ?? Contaminated(m, image, limits) ?? Drifted(m, image, limits);
    }

    private static (QuarantineReason, string)? Dim(FrameMeasures m, InspectionReference reference, InspectionLimits limits)
    {
        if (reference.MeanGrey is not { } usual) return null;
        double share = m.MeanGrey / usual;
        if (reference.ProbeCurrentPa is { } usualPa && m.ProbeCurrentPa is { } currentPa && currentPa < limits.ProbeCurrent * usualPa && share < DarkerToo)
            return Say(QuarantineReason.Dim, $"The probe current is {currentPa:0.0} pA, {currentPa / usualPa:P0} of the last good frames' (limit {limits.ProbeCurrent:P0}), and the picture {share:P0} as bright");
        return share < limits.Brightness
            ? Say(QuarantineReason.Dim, $"The picture is {share:P0} as bright as the last good ones (limit {limits.Brightness:P0})")
            : null;
    }

    private static (QuarantineReason, string)? Sharp(FrameMeasures m, InspectionReference reference, InspectionLimits limits)
    {
        if (m.MiddleContrast < limits.Contrast && m.Skewness < NothingStandsOut)
            return Say(QuarantineReason.Empty, $"Nothing stands out of the ground: contrast {m.MiddleContrast:0.000} (limit {limits.Contrast:0.000}), skewness {m.Skewness:0.0} (limit {NothingStandsOut:0.0})");
        bool isSoft = m.SharpnessRatio is { } ratio ? ratio < limits.SharpnessRatio : m.Sharpness < limits.Sharpness;
        double anisotropy = isSoft ? limits.AnisotropyOfSoft : limits.Anisotropy;
        if (m.Astigmatism > anisotropy) return Say(QuarantineReason.Astigmatism, $"Fine detail differs by {m.Astigmatism:0.00} between two directions (limit {anisotropy:0.00})");
        if (!isSoft) return null;
        return m.SharpnessRatio is { } share
            ? Say(QuarantineReason.Focus, $"Sharpness {m.Sharpness:0.000} is {share:P0} of the last good frames' (limit {limits.SharpnessRatio:P0})")
            : Say(QuarantineReason.Focus, $"Sharpness is {m.Sharpness:0.000} (limit {limits.Sharpness:0.000} as long as there is no good frame)");
    }

    private static (QuarantineReason, string)? Charged(FrameMeasures m, InspectionReference reference, InspectionLimits limits)
    {
        if (m.LineJumps > limits.LineJumps)
            return Say(QuarantineReason.Charging, $"Brightness jumps from line to line {m.LineJumps:0.0} times as much as from column to column (limit {limits.LineJumps:0.0})");
        if (m.TailBright < LitFromTheSide && m.Tail < limits.Tail)
            return Say(QuarantineReason.Charging, $"The ground is darker behind bright things: {m.Tail:0.000} (limit {limits.Tail:0.000})");
        if (m.TailBright < LitFromTheSide && m.Tail - reference.Tail < limits.TailChange)
            return Say(QuarantineReason.Charging, $"The ground has got darker behind bright things: {m.Tail:0.000} after {reference.Tail:0.000} (limit {limits.TailChange:0.000} of change)");
        if (m.TailBright - reference.TailBright < BrightTailChange)
            return Say(QuarantineReason.Charging, $"Bright things lose signal along the line: {m.TailBright:0.00} after {reference.TailBright:0.00} (limit {BrightTailChange:0.00} of change)");
        return null;
    }

    private static (QuarantineReason, string)? Contaminated(FrameMeasures m, GreyImage image, InspectionLimits limits)
    {
        // Few rows agree by chance: the smaller a frame, the more coherent its ordinary edges.
        double rows = Math.Min(1, Math.Min(image.Width, image.Height) / RowsOfTheLimit), limit = 1 - (1 - limits.EdgeCoherence) * rows * rows;
        if (m.EarlierDoseENm2 > limits.EarlierDosePerNm2)
            return Say(QuarantineReason.Contamination, $"The place had got {m.EarlierDoseENm2:0} electrons per nm² before (limit {limits.EarlierDosePerNm2:0})");
        return m.EdgeCoherence > limit
            ? Say(QuarantineReason.Contamination, $"A straight step of brightness crosses the frame, as a field leaves that was scanned before: coherence {m.EdgeCoherence:0.00} (limit {limit:0.00})")
            : null;
    }

    private static (QuarantineReason, string)? Drifted(FrameMeasures m, GreyImage image, InspectionLimits limits)
        => m.DriftPx > limits.DriftShare * image.Height
            ? Say(QuarantineReason.Drift, $"The sample moved by {m.DriftPx:0.0} pixels while the frame was scanned (limit {limits.DriftShare * image.Height:0.0})")
            : null;

    private static (QuarantineReason, string) Say(QuarantineReason reason, FormattableString sentence) => (reason, sentence.ToString(CultureInfo.InvariantCulture));
}
