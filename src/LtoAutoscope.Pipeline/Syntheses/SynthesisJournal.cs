using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>
/// <c>syntheses/journal.ndjson</c>: what was proposed, accepted and rejected, only ever appended to. That cells have come in is no line of it: the files of the cells are the truth for that.
/// Lines: <c>syntheses_proposed</c> (choice, proposals, by), <c>synthesis_accepted</c> (id, sample, job_id, by), <c>synthesis_rejected</c> (id, reason, by).
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="time">The clock.</param>
/// <remarks>Thread safety: writes are put in a row by one gate.</remarks>
public sealed class SynthesisJournal(DataFolder data, TimeProvider time) : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "journal.ndjson";

    private const string Proposed = "syntheses_proposed", Accepted = "synthesis_accepted", Rejected = "synthesis_rejected";
    private readonly SemaphoreSlim _gate = new(1, 1);

    private string FilePath => Path.Combine(data.Syntheses, FileName);

    /// <summary>All proposals, oldest first.</summary>
    /// <exception cref="InputException">A line that is not the last is damaged.</exception>
    public async Task<IReadOnlyList<ProposedSynthesis>> ReadAsync(CancellationToken cancellationToken)
        => File.Exists(FilePath) ? Replay(await JournalReader.ReadAsync(FilePath, cancellationToken).ConfigureAwait(false)) : [];

    /// <summary>Writes proposals down; those before them about which nobody has decided lapse.</summary>
    /// <param name="choice">What they are to raise.</param>
    /// <param name="make">Makes them; given the number of the line, of which their identities are made.</param>
    /// <param name="by">Who asked.</param>
    /// <param name="cancellationToken">Heeded until the write begins.</param>
    public async Task<IReadOnlyList<ProposedSynthesis>> ProposeAsync(ObjectiveChoice choice, Func<IReadOnlyList<ProposedSynthesis>, string, Task<IReadOnlyList<ProposedSynthesis>>> make, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        IReadOnlyList<ProposedSynthesis> made = [];
        IReadOnlyList<ProposedSynthesis> after = await AppendAsync(async (before, line) =>
        {
            made = await make(before, string.Create(CultureInfo.InvariantCulture, $"syn-{line:0000}")).ConfigureAwait(false);
            return made.Count == 0 ? null : (Proposed, new JsonObject { ["choice"] = JsonSerializer.SerializeToNode(choice, DomainJson.Line), ["proposals"] = JsonSerializer.SerializeToNode(made, DomainJson.Line), ["by"] = by });
        }, cancellationToken).ConfigureAwait(false);
        return [.. after.TakeLast(made.Count)];
    }

    /// <summary>A proposal is to be made. Nobody else decides about it, and no others are proposed, while it is planned.</summary>
    /// <param name="id">The proposal.</param>
    /// <param name="plan">Plans its job; what it throws leaves the proposal open.</param>
    /// <param name="by">Who accepts.</param>
    /// <param name="cancellationToken">Heeded until the job is planned; what is planned is written down.</param>
    /// <exception cref="InputException">There is no such proposal, or it was decided about.</exception>
    public Task AcceptAsync(string id, Func<ProposedSynthesis, Task<JobView>> plan, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return AppendAsync(async (before, _) =>
        {
            JobView job = await plan(Require(before, id)).ConfigureAwait(false);
            return (Accepted, new JsonObject { ["id"] = id, ["sample"] = job.Sample.Name, ["job_id"] = job.JobId, ["by"] = by });
        }, cancellationToken);
    }

    /// <summary>A proposal is not to be made.</summary>
    /// <exception cref="InputException">There is no such proposal, it was decided about, or there is no reason.</exception>
    public Task RejectAsync(string id, string reason, string by, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new InputException("a proposal is rejected without a reason", "reason", "Say why, such as 'the furnace does not hold that temperature'");
        if (reason.Length > 500) throw new InputException("the reason is longer than 500 letters", "reason", "Shorten it");
        return AppendAsync((before, _) =>
        {
            Require(before, id);
            return Task.FromResult<(string, JsonObject)?>((Rejected, new JsonObject { ["id"] = id, ["reason"] = reason.Trim(), ["by"] = by }));
        }, cancellationToken);
    }

    /// <summary>The open proposal of an id.</summary>
    /// <exception cref="InputException">There is none, or it was decided about.</exception>
    public static ProposedSynthesis Require(IReadOnlyList<ProposedSynthesis> proposals, string id)
    {
        ProposedSynthesis found = proposals.FirstOrDefault(proposal => proposal.Id == id) ?? throw new InputException($"there is no proposal '{id}'", "id", "Look at the list of proposals");
        return found.State switch
        {
            ProposalState.Open => found,
            ProposalState.Lapsed => throw new InputException("others were proposed since", id, "Decide about the newest proposals"),
            _ => throw new InputException($"it was {(found.State == ProposalState.Rejected ? "rejected" : "accepted")} by {found.DecidedBy} already", id, "Look at the list of proposals"),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    internal static ImmutableList<ProposedSynthesis> Replay(IEnumerable<RunEvent> events)
    {
        ImmutableList<ProposedSynthesis> proposals = [];
        foreach (RunEvent line in events)
        {
            JsonObject entry = line.Data;
            string by = Text(entry, "by");
            if (line.Kind == Proposed)
            {
                ObjectiveChoice choice = entry["choice"].Deserialize<ObjectiveChoice>(DomainJson.Line)!;
                ProposedSynthesis[] made = entry["proposals"].Deserialize<ProposedSynthesis[]>(DomainJson.Line)!;
                proposals = [.. proposals.Select(proposal => proposal.State == ProposalState.Open ? proposal with { State = ProposalState.Lapsed } : proposal), .. made.Select(proposal => proposal with { At = line.Time, By = by, Choice = choice, State = ProposalState.Open })];
                continue;
            }

            int place = proposals.FindIndex(proposal => proposal.Id == Text(entry, "id"));
            if (place < 0) continue;
            ProposedSynthesis decided = proposals[place] with { DecidedBy = by, DecidedAt = line.Time };
            if (line.Kind == Accepted) proposals = proposals.SetItem(place, decided with { State = ProposalState.Accepted, Sample = Text(entry, "sample"), JobId = Text(entry, "job_id") });
            else if (line.Kind == Rejected) proposals = proposals.SetItem(place, decided with { State = ProposalState.Rejected, RejectedBecause = Text(entry, "reason") });
        }

        return proposals;
    }

    private async Task<IReadOnlyList<ProposedSynthesis>> AppendAsync(Func<IReadOnlyList<ProposedSynthesis>, int, Task<(string Kind, JsonObject Data)?>> decide, CancellationToken cancellationToken)
    {
        data.RequireWritable();
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            NdjsonJournal journal = await NdjsonJournal.OpenAsync(FilePath, time, cancellationToken).ConfigureAwait(false);
            await using (journal.ConfigureAwait(false))
            {
                // Decided is decided: a job that was planned is not left without its line.
                if (await decide(Replay(journal.Events), journal.Events.Count + 1).ConfigureAwait(false) is { } line)
                {
                    await journal.AppendAsync(line.Kind, line.Data, CancellationToken.None).ConfigureAwait(false);
                    data.TellWritten(data.Syntheses);
                }

                return Replay(journal.Events);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string Text(JsonObject entry, string key) => entry[key]?.GetValue<string>() ?? "";
}
