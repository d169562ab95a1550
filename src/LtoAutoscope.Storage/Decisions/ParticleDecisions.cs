namespace LtoAutoscope.Storage.Decisions;

/// <summary>All decisions about the particles of a run. Later ones do not overwrite earlier ones; the last about a particle holds.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class ParticleDecisions
{
    private readonly Dictionary<string, ParticleDecision> _current = new(StringComparer.Ordinal);

    /// <param name="all">Oldest first.</param>
    public ParticleDecisions(IReadOnlyList<ParticleDecision> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        All = all;
        foreach (ParticleDecision decision in all) _current[decision.ParticleId] = decision;
    }

    /// <summary>Nothing was decided.</summary>
    public static ParticleDecisions None { get; } = new([]);

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<ParticleDecision> All { get; }

    /// <summary>The last one about each particle.</summary>
    public IReadOnlyCollection<ParticleDecision> Current => _current.Values;

    /// <summary>The last one about a particle, or null where there is none or it was taken back.</summary>
    public ParticleDecision? Of(string particleId) => _current.TryGetValue(particleId, out ParticleDecision? decision) && decision.Verdict != DecisionVerdict.Withdrawn ? decision : null;

    /// <summary>Particles that are rejected now.</summary>
    public int RejectedCount => _current.Values.Count(decision => decision.Verdict == DecisionVerdict.Rejected);
}
