using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>How the images were taken: what was asked for, and what the frames say.</summary>
internal static class ConditionsSection
{
    private const string NoFrame = "no frame tells it";

    internal static string Render(RunReportModel model)
    {
        FrameMetadata[] frames = [.. model.Frames.Where(frame => frame.Accepted).Select(frame => frame.Metadata).OfType<FrameMetadata>()];
        return (model.Origin == ReportOrigin.Run ? Card("As the recipe asks", null, Pairs(Asked(model)), "w6") : "")
            + Card("As the frames say", frames.Length > 0 ? $"{NumberText.Count(frames.Length)} frames that count; a range where they differ" : null, Pairs(Told(model, frames)), model.Origin == ReportOrigin.Run ? "w6" : "w12");
    }

    private static IEnumerable<(string, string)> Asked(RunReportModel model)
    {
        Recipe recipe = model.Run.Recipe;
        ExposureSettings exposure = recipe.Exposure;
        yield return ("Recipe", recipe.Name);
        yield return ("Beam energy", NumberText.WithUnit(exposure.BeamEnergyKv, 1, "kV"));
        yield return ("Dwell time a pixel", NumberText.WithUnit(exposure.DwellUs, 2, "µs"));
        yield return ("Field width", NumberText.WithUnit(exposure.FieldWidthUm, 2, "µm"));
        yield return ("Frame", $"{NumberText.Count(exposure.WidthPx)} × {NumberText.Count(exposure.HeightPx)} pixels, {exposure.BitsPerPixel} bit");
        yield return ("Places", $"{NumberText.Count(recipe.Areas)} areas chosen by the seed {recipe.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)} before the first frame, at most {NumberText.Count(recipe.MaximumFrames)} frames");
        yield return ("Goal", $"{NumberText.Count(recipe.ParticleGoal)} whole particles{(recipe.Precision == PrecisionPolicy.Reported ? "" : $", and ± {NumberText.Significant(recipe.PrecisionPercent, 2)} %")}");
        yield return ("Began, ended", $"{Utc(model.Run.CreatedAt)}, {(model.CompletedAt is { } ended ? Utc(ended) : NumberText.Unknown)}");
    }

    private static IEnumerable<(string, string)> Told(RunReportModel model, FrameMetadata[] frames)
    {
        yield return ("Beam energy", Span(frames, frame => frame.BeamEnergyKv, 2, "kV"));
        yield return ("Probe current", Span(frames, frame => frame.ProbeCurrentPa, 1, "pA"));
        yield return ("Dwell time a pixel", Span(frames, frame => frame.DwellUs, 2, "µs"));
        yield return ("Working distance", Span(frames, frame => frame.WorkingDistanceMm, 3, "mm"));
        yield return ("Pixel size", frames.Length > 0 ? Span(frames, frame => frame.PixelSizeNm, 4, "nm") : NumberText.WithUnit(model.Morphology?.PixelSizeNm, 4, "nm"));
        yield return ("Field width", Span(frames, frame => frame.FieldWidthUm, 3, "µm"));
        yield return ("Frame", frames.Length == 0 ? NoFrame : string.Join("; ", frames.Select(frame => $"{NumberText.Count(frame.WidthPx)} × {NumberText.Count(frame.HeightPx)} pixels, {frame.BitsPerPixel} bit").Distinct().Take(4)));
        yield return ("Taken", frames.Where(frame => frame.AcquiredAt is not null).Select(frame => frame.AcquiredAt!.Value).Order().ToArray() is [var first, .., var last] ? $"{Utc(first)} to {Utc(last)}" : NumberText.Unknown);
    }

    internal static string Utc(DateTimeOffset at) => FormattableString.Invariant($"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    private static string Span(FrameMetadata[] frames, Func<FrameMetadata, double?> value, int decimals, string unit)
    {
        double[] told = [.. frames.Select(value).OfType<double>().Where(double.IsFinite)];
        if (told.Length == 0) return NoFrame;
        string low = NumberText.Fixed(told.Min(), decimals), high = NumberText.Fixed(told.Max(), decimals);
        return low == high ? NumberText.WithUnit(told[0], decimals, unit) : NumberText.Range(told.Min(), told.Max(), decimals, unit);
    }
}
