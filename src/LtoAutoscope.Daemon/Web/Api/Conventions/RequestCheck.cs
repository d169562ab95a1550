using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using LtoAutoscope.Domain;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api.Conventions;

/// <summary>
/// Refuses a request that its endpoint cannot read before the endpoint sees it, and says what is wrong: a value of the address that is no number, date or truth value, a form without a form's content,
/// a form whose token is not this site's. The code that is generated for endpoints answers the first without a word and fails at the others.
/// </summary>
internal static class RequestCheck
{
    private static readonly MethodInfo Generic = typeof(RequestCheck).GetMethod(nameof(Parses), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly ConcurrentDictionary<Type, Func<string, bool>?> Parsers = new();

    /// <summary>As a step of the pipeline, behind the one that looks at forms' tokens.</summary>
    /// <exception cref="InputException">A value of the address cannot be read.</exception>
    /// <exception cref="BadHttpRequestException">The form has no content of a form, or no token of this site.</exception>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is { } endpoint)
        {
            foreach (IParameterBindingMetadata parameter in endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>())
                if (parameter.HasTryParse) CheckValue(context.Request, parameter);
            if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
                throw new BadHttpRequestException("This page had aged, or the form is not from this site. Reload the page, and send it again.");
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is { IsOptional: false } accepts && accepts.ContentTypes.Any(IsForm) && !context.Request.HasFormContentType)
                throw new BadHttpRequestException($"A form is expected here: send {string.Join(" or ", accepts.ContentTypes)}.", StatusCodes.Status415UnsupportedMediaType);
        }

        return next(context);
    }

    private static bool IsForm(string contentType) => contentType is "multipart/form-data" or "application/x-www-form-urlencoded";

    private static void CheckValue(HttpRequest request, IParameterBindingMetadata parameter)
    {
        string name = parameter.ParameterInfo.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name;
        if (request.RouteValues.ContainsKey(name) || request.Query[name] is not [{ Length: > 0 } text, ..]) return;
        Type type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType;
        if (Parsers.GetOrAdd(type, ParserOf) is { } parses && !parses(text)) throw new InputException($"'{text}' cannot be read", name, $"Give {Word(type)}");
    }

    private static string Word(Type type)
        => type == typeof(bool) ? "true or false"
            : type == typeof(DateTimeOffset) || type == typeof(DateTime) ? "a time such as 2026-03-01T18:00:00Z"
            : type == typeof(DateOnly) ? "a date such as 2026-03-01"
            : type == typeof(double) || type == typeof(float) || type == typeof(decimal) ? "a number with a decimal point"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : $"a {type.Name}";

    private static Func<string, bool>? ParserOf(Type type)
        => type.GetInterfaces().Any(known => known.IsGenericType && known.GetGenericTypeDefinition() == typeof(IParsable<>) && known.GenericTypeArguments[0] == type)
            ? Generic.MakeGenericMethod(type).CreateDelegate<Func<string, bool>>()
            : null;

    private static bool Parses<T>(string text)
        where T : IParsable<T>
        => T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
