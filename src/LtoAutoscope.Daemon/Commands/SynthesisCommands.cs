using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Learning.Optimisation;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Syntheses;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>What people and programs may ask of the next syntheses, in the name of whoever signed in.</summary>
/// <param name="syntheses">Proposes and plans.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
public sealed class SynthesisCommands(NextSyntheses syntheses, CommandDesk desk)
{
    /// <summary>Proposes next syntheses; what was proposed before and not decided about lapses.</summary>
    public Task<IReadOnlyList<ProposedSynthesis>> ProposeAsync(ObjectiveChoice choice, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return desk.DoAsync(new Command(Permission.Propose, "syntheses.propose", choice.Title), by => syntheses.ProposeAsync(choice, count, by, cancellationToken));
    }

    /// <summary>A proposal is to be made: its sample and its held job are planned.</summary>
    public Task<JobView> AcceptAsync(string id, string recipe, string? material, string stub, CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Propose, "syntheses.accept", id), by => syntheses.AcceptAsync(id, recipe, material, stub, by, cancellationToken));

    /// <summary>A proposal is not to be made.</summary>
    public Task RejectAsync(string id, string reason, CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Propose, "syntheses.reject", id) { Reason = reason }, by => syntheses.RejectAsync(id, reason, by, cancellationToken));

    /// <summary>Writes the laboratory's space.</summary>
    /// <param name="text">The new text.</param>
    /// <param name="before">The text that was edited; null writes over whatever is there.</param>
    /// <param name="cancellationToken">Heeded until it is written.</param>
    /// <exception cref="ChangedMeanwhileException">Another text is there by now.</exception>
    public async Task<SearchSpace> WriteSpaceAsync(string text, string? before, CancellationToken cancellationToken)
    {
        string state = await syntheses.Space.ReadTextAsync(cancellationToken);
        if (before is not null && before != state) throw new ChangedMeanwhileException("Somebody else has saved another space since you opened this one");
        return await desk.DoAsync(new Command(Permission.EditRecipes, "syntheses.space", SynthesisSpace.FileName) { State = () => state }, async _ =>
        {
            SearchSpace space = await syntheses.Space.WriteAsync(text, cancellationToken);
            state = text;
            return space;
        });
    }
}
