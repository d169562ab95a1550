using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components.Authorization;

namespace LtoAutoscope.Daemon.Components.Layout;

/// <summary>The commands of pages, given in the name of the person signed in. Each answers with what went wrong, or an empty string.</summary>
public sealed class LabCommands
{
    private readonly ILab _lab;
    private readonly AuthenticationStateProvider _person;

    /// <param name="lab">The laboratory.</param>
    /// <param name="person">Who is signed in.</param>
    public LabCommands(ILab lab, AuthenticationStateProvider person)
    {
        _lab = lab;
        _person = person;
    }

    /// <summary>Holds the queue after the present frame.</summary>
    public Task<string> PauseFrameAsync(CancellationToken cancellationToken) => GiveAsync(by => _lab.PauseAsync(false, by, cancellationToken));

    /// <summary>Holds the queue after the present sample.</summary>
    public Task<string> PauseSampleAsync(CancellationToken cancellationToken) => GiveAsync(by => _lab.PauseAsync(true, by, cancellationToken));

    /// <summary>Goes on.</summary>
    public Task<string> ResumeAsync(CancellationToken cancellationToken) => GiveAsync(by => _lab.ResumeAsync(by, cancellationToken));

    /// <summary>Ends acquisition of the present sample.</summary>
    public Task<string> SkipAsync(CancellationToken cancellationToken) => GiveAsync(by => _lab.SkipSampleAsync(by, cancellationToken));

    /// <summary>Queues a sample.</summary>
    public Task<string> EnqueueAsync(JobRequest request, CancellationToken cancellationToken) => GiveAsync(by => _lab.EnqueueAsync(request, by, cancellationToken));

    /// <summary>Makes a job the next.</summary>
    public Task<string> MoveNextAsync(string jobId, CancellationToken cancellationToken) => GiveAsync(by => _lab.MoveJobNextAsync(jobId, by, cancellationToken));

    /// <summary>Passes a job over until it is resumed.</summary>
    public Task<string> HoldAsync(string jobId, CancellationToken cancellationToken) => GiveAsync(by => _lab.HoldJobAsync(jobId, "", by, cancellationToken));

    /// <summary>Lets a held, stopped or failed job wait again.</summary>
    public Task<string> ResumeJobAsync(string jobId, CancellationToken cancellationToken) => GiveAsync(by => _lab.ResumeJobAsync(jobId, by, cancellationToken));

    /// <summary>Calls a job off.</summary>
    public Task<string> CancelAsync(string jobId, CancellationToken cancellationToken) => GiveAsync(by => _lab.CancelJobAsync(jobId, "", by, cancellationToken));

    /// <summary>Makes a copy of a job.</summary>
    public Task<string> DuplicateAsync(string jobId, CancellationToken cancellationToken) => GiveAsync(by => _lab.CopyJobAsync(jobId, 1, by, cancellationToken));

    /// <summary>Somebody saw the sample lie on its stub.</summary>
    public Task<string> ConfirmAsync(string sample, CancellationToken cancellationToken) => GiveAsync(by => _lab.ConfirmSampleAsync(sample, by, cancellationToken));

    /// <summary>Moves a job up (−1) or down (+1).</summary>
    public Task<string> MoveAsync(string jobId, int by, CancellationToken cancellationToken)
        => GiveAsync(person => _lab.MoveJobAsync(jobId, by, person, cancellationToken));

    /// <summary>Takes a job out of the queue.</summary>
    public Task<string> RemoveAsync(string jobId, CancellationToken cancellationToken) => GiveAsync(by => _lab.RemoveJobAsync(jobId, by, cancellationToken));

    private async Task<string> GiveAsync(Func<string, Task> command)
    {
        try
        {
            var person = (await _person.GetAuthenticationStateAsync()).User.Identity?.Name ?? "unknown";
            await command(person);
            return "";
        }
        catch (InputException exception)
        {
            return $"{exception.What}. {exception.Remedy}.";
        }
        catch (InstrumentFaultException exception)
        {
            return exception.Message;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }
}
