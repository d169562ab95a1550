using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Words of an enumeration in a request's parameters, written as in the API's JSON.</summary>
internal static class QueryWord
{
    /// <summary>Reads a word; null where none is given.</summary>
    /// <param name="text">The parameter.</param>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="InputException">It is no such word; the message lists them.</exception>
    public static T? Parse<T>(string? text, string name) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text)) return null;
        foreach (T value in Enum.GetValues<T>())
            if (string.Equals(Word(value), text, StringComparison.OrdinalIgnoreCase) || string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)) return value;
        throw new InputException($"'{text}' is not known here", name, $"Give one of {string.Join(", ", Enum.GetValues<T>().Select(Word))}");
    }

    private static string Word<T>(T value) where T : struct, Enum => DomainJson.Line.PropertyNamingPolicy!.ConvertName(value.ToString());
}
