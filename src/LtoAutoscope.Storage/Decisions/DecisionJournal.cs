using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Storage.Decisions;

/// <summary><c>runs/RUN/decisions.ndjson</c>: what people decided about particles, one decision a line, only ever appended to.</summary>
/// <remarks>Thread safety: writes of this process are put in a row by one gate for all runs; they are rare.</remarks>
public static class DecisionJournal
{
    /// <summary>Name of the file in a run folder.</summary>
    public const string FileName = "decisions.ndjson";

    /// <summary>Particles of one decision at most.</summary>
    public const int MostAtOnce = 500;

    private const string Kind = "particle_decided";
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>All decisions of a run.</summary>
    /// <exception cref="InputException">A line that is not the last is damaged.</exception>
    public static async Task<ParticleDecisions> ReadAsync(string runFolder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(runFolder, FileName);
        if (!File.Exists(path)) return ParticleDecisions.None;
        return new ParticleDecisions([.. (await JournalReader.ReadAsync(path, cancellationToken).ConfigureAwait(false)).Where(line => line.Kind == Kind).Select(Read)]);
    }

    /// <summary>Appends a decision about some particles; each line is on the disk when it returns.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="particleIds">Which, 1…<see cref="MostAtOnce"/>; that they are of the run is for the caller to see to.</param>
    /// <param name="verdict">What.</param>
    /// <param name="reason">Why; a rejection needs one.</param>
    /// <param name="by">Who.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Heeded between two lines.</param>
    /// <exception cref="InputException">There is no particle, or too many, or no reason.</exception>
    public static async Task AppendAsync(string runFolder, IReadOnlyList<string> particleIds, DecisionVerdict verdict, string reason, string by, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(particleIds);
        ArgumentNullException.ThrowIfNull(reason);
        if (particleIds.Count is 0 or > MostAtOnce) throw new InputException($"a decision is about 1 to {MostAtOnce} particles, not {particleIds.Count}", "particle_ids", "Mark some particles and decide on them");
        if (verdict == DecisionVerdict.Rejected && string.IsNullOrWhiteSpace(reason)) throw new InputException("a particle is rejected without a reason", "reason", "Say what is wrong with it, such as 'two particles in one outline'");
        if (reason.Length > 500) throw new InputException("the reason is longer than 500 letters", "reason", "Shorten it");
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            NdjsonJournal journal = await NdjsonJournal.OpenAsync(Path.Combine(runFolder, FileName), time, cancellationToken).ConfigureAwait(false);
            await using (journal.ConfigureAwait(false))
            {
                foreach (string id in particleIds.Distinct(StringComparer.Ordinal))
                {
                    var data = new JsonObject { ["particle_id"] = id, ["verdict"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString()), ["reason"] = reason.Trim(), ["by"] = by };
                    await journal.AppendAsync(Kind, data, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Gate.Release();
        }
    }

    private static ParticleDecision Read(RunEvent line) => new(
        line.Sequence, line.Time, Text(line, "particle_id"), line.Data["verdict"].Deserialize<DecisionVerdict>(DomainJson.Line), Text(line, "reason"), Text(line, "by"));

    private static string Text(RunEvent line, string key) => line.Data[key]?.GetValue<string>() ?? "";
}
