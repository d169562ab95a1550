using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>Runs the body of a verb and turns what goes wrong into a clear line on standard error and an exit code.</summary>
internal static class VerbRunner
{
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> body, CancellationToken cancellationToken)
    {
        try
        {
            return await body(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted; what was finished is kept.").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
        catch (InputException input)
        {
            await Console.Error.WriteLineAsync(input.Message).ConfigureAwait(false);
            return ExitCode.BadUsage;
        }
        catch (InstrumentFaultException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            return ExitCode.Failure;
        }
        catch (Exception disk) when (disk is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{disk.Message} Check free space and rights of the folder, then run the command again: it goes on where it stopped.").ConfigureAwait(false);
            return ExitCode.Failure;
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // What nobody foresaw: the whole story, because it is for the people who mend the program.
            await Console.Error.WriteLineAsync($"This should not have happened ({bug.GetType().Name}): {bug.Message} What was finished is kept. Please report it with these lines:{Environment.NewLine}{bug}").ConfigureAwait(false);
            return ExitCode.Failure;
        }
    }
}
