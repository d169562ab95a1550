using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Commands;

/// <content>Samples, cells, and where samples lie.</content>
public sealed partial class LabCommands
{
    /// <summary>Writes a sample; one of the same name is replaced.</summary>
    public async Task<SampleView> RegisterSampleAsync(Sample sample, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sample);
        SampleView? before = await lab.ReadSampleAsync(sample.Name, cancellationToken);
        SampleView? after = null;
        string person = (await actors.CurrentAsync()).Name;
        // A sample on which others have jobs is theirs too.
        bool isShared = before is not null && lab.Current.Queue.Any(job => job.Sample.Name == sample.Name && job.By != person);
        return await desk.DoAsync(
            new Command(isShared ? Permission.Run : Permission.Propose, before is null ? "sample.register" : "sample.change", sample.Name) { State = () => (after ?? before)?.Sample },
            async _ => after = await lab.RegisterSampleAsync(sample, cancellationToken));
    }

    /// <summary>Writes a measured cell of a registered sample.</summary>
    public Task<SampleView> AddCellTestAsync(CellTest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        return desk.DoAsync(new Command(Permission.Propose, "sample.add_cell", $"{test.SampleName}/{test.CellName}"), _ => lab.AddCellTestAsync(test, cancellationToken));
    }

    /// <summary>A registered sample was put on a stub.</summary>
    public Task<LoadedSample> LoadAsync(string sample, string stub, bool confirmed, CancellationToken cancellationToken)
        => desk.DoAsync(OnHolder("holder.load", sample), by => lab.LoadSampleAsync(sample, stub, confirmed, by, cancellationToken));

    /// <summary>A sample was taken off the holder.</summary>
    public Task UnloadAsync(string sample, CancellationToken cancellationToken)
        => desk.DoAsync(OnHolder("holder.unload", sample), by => lab.UnloadSampleAsync(sample, by, cancellationToken));

    /// <summary>Somebody saw the sample lie on its stub.</summary>
    public Task<LoadedSample> ConfirmAsync(string sample, CancellationToken cancellationToken)
        => desk.DoAsync(OnHolder("holder.confirm", sample), by => lab.ConfirmSampleAsync(sample, by, cancellationToken));

    private Command OnHolder(string action, string sample)
        => new(Permission.Run, action, sample) { State = () => lab.Current.Loaded.FirstOrDefault(there => there.Sample == sample) };
}
