namespace LtoAutoscope.Domain.Samples;

/// <summary>What X-ray diffraction gave of a powder, as a person or a refinement says it.</summary>
public sealed record XrdResult
{
    /// <summary>Mass fractions of the phases that were found; empty when not quantified.</summary>
    public IReadOnlyList<XrdPhase> Phases { get; init; } = [];

    /// <summary>Size of the crystallites, nm; null when not determined.</summary>
    public double? CrystalliteNm { get; init; }

    /// <summary>How it was determined: Rietveld, Scherrer and with which line, Williamson–Hall; at most 200 characters.</summary>
    public string Method { get; init; } = "";

    /// <summary>Problems, each as <c>key: what is wrong</c>; empty when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (Phases.Count > 20) problems.Add($"xrd.phases: {Phases.Count} are too many; at most 20");
        foreach (XrdPhase phase in Phases)
        {
            if (string.IsNullOrWhiteSpace(phase.Name) || phase.Name.Length > 64) problems.Add("xrd.phases: a phase needs a name of at most 64 characters");
            if (phase.Fraction is not (>= 0 and <= 1)) problems.Add(FormattableString.Invariant($"xrd.phases: {phase.Fraction} of {phase.Name} must be a fraction from 0 to 1 (not a percentage)"));
        }

        if (Phases.Sum(phase => phase.Fraction) > 1.005) problems.Add("xrd.phases: the fractions add up to more than 1");
        if (CrystalliteNm is not (null or (> 0 and <= 10_000))) problems.Add(FormattableString.Invariant($"xrd.crystallite_nm: {CrystalliteNm} must lie above 0 and at most 10,000 nm"));
        if (Method.Length > 200) problems.Add($"xrd.method: {Method.Length} characters are too many; at most 200");
        return problems;
    }
}
