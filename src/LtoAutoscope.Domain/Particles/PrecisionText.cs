namespace LtoAutoscope.Domain.Particles;

/// <summary>A precision need in a sentence.</summary>
public static class PrecisionText
{
    /// <summary>What was reached, what was asked for, and what it takes.</summary>
    public static string Of(PrecisionNeed need)
    {
        ArgumentNullException.ThrowIfNull(need);
        string reached = double.IsFinite(need.Reached) ? FormattableString.Invariant($"± {100 * need.Reached:0.0} % from counting and sampling") : "the scatter is not known";
        string more = need switch
        {
            { ParticlesMore: null } => "one cluster alone does not tell how many more particles it takes",
            { ParticlesMore: 0 } => "reached",
            { FramesMore: int frames } => FormattableString.Invariant($"about {need.ParticlesMore} more particles on {frames} more {(frames == 1 ? "frame" : "frames")}"),
            _ => FormattableString.Invariant($"about {need.ParticlesMore} more particles, on other frames"),
        };
        string limit = need.Systematic > need.Asked ? FormattableString.Invariant($"; the other sources alone make ± {100 * need.Systematic:0.0} %, which no number of particles removes") : "";
        return FormattableString.Invariant($"{reached}; for ± {100 * need.Asked:0.#} %: {more}{limit}");
    }
}
