using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>Turns a refusal into words for a page: the one place where they are put together.</summary>
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
            return Of(refused);
        }
        catch (Exception error) when (error is NotPermittedException or ChangedMeanwhileException or InstrumentFaultException or InvalidOperationException)
        {
            return error.Message;
        }
    }

    /// <summary>Reads something for a page.</summary>
    /// <returns>An empty string, or what cannot be read, where that lies, and how to mend it.</returns>
    public static async Task<string> OfReadingAsync(Func<Task> reading)
    {
        try
        {
            await reading();
            return "";
        }
        catch (InputException damaged)
        {
            return OfReading(damaged);
        }
    }

    /// <summary>Why something that a person has just asked for was refused. What they typed is before them, so no place is named.</summary>
    public static string Of(InputException refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return $"{What(refused)}. {Remedy(refused)}.";
    }

    /// <summary>Why something cannot be shown, with the file or the part of the address concerned, which nobody sees.</summary>
    public static string OfReading(InputException refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return $"{What(refused)} ({refused.Where}). {Remedy(refused)}.";
    }

    private static string What(InputException refused) => $"{char.ToUpperInvariant(refused.What[0])}{refused.What[1..].TrimEnd('.')}";

    private static string Remedy(InputException refused) => refused.Remedy.TrimEnd('.');
}
