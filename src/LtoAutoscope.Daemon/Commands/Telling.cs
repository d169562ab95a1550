using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>Turns a command's refusal into words for a page.</summary>
public static class Telling
{
    /// <summary>Runs a command.</summary>
    /// <returns>An empty string, or why it was not done and how to mend it.</returns>
    public static async Task<string> OfAsync(Func<Task> command)
    {
        try
        {
            await command();
            return "";
        }
        catch (InputException refused)
        {
            return $"{char.ToUpperInvariant(refused.What[0])}{refused.What[1..].TrimEnd('.')}. {refused.Remedy.TrimEnd('.')}.";
        }
        catch (Exception error) when (error is NotPermittedException or ChangedMeanwhileException or InstrumentFaultException or InvalidOperationException)
        {
            return error.Message;
        }
    }
}
