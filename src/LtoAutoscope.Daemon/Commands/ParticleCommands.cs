using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>What people decide about particles. Whoever queued the run needs only <see cref="Permission.Propose"/>.</summary>
/// <param name="lab">Knows whose run it is.</param>
/// <param name="library">The particles.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
public sealed class ParticleCommands(ILab lab, ParticleLibrary library, CommandDesk desk)
{
    private const int NamedInTarget = 5;

    /// <summary>Whose run it is; empty where no job of the queue tells.</summary>
    public string OwnerOf(string runId) => lab.Current.Queue.FirstOrDefault(job => job.RunId == runId)?.By ?? "";

    /// <summary>Accepts or rejects particles, or takes a decision back.</summary>
    /// <exception cref="Domain.InputException">A particle is not of the run, or a rejection has no reason.</exception>
    public Task<RunParticles> DecideAsync(string runId, IReadOnlyList<string> particleIds, DecisionVerdict verdict, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(particleIds);
        string action = verdict switch { DecisionVerdict.Accepted => "particle.accept", DecisionVerdict.Rejected => "particle.reject", _ => "particle.withdraw" };
        string named = string.Join(' ', particleIds.Take(NamedInTarget)) + (particleIds.Count > NamedInTarget ? $" and {particleIds.Count - NamedInTarget} more" : "");
        return desk.DoAsync(
            new Command(Permission.Run, action, $"{runId}/{named}") { Owner = OwnerOf(runId), Reason = reason ?? "" },
            by => library.DecideAsync(runId, particleIds, verdict, reason ?? "", by, cancellationToken));
    }
}
