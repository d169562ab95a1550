using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace LtoAutoscope.Daemon.Web.Api.Conventions;

/// <summary>
/// The header <c>Idempotency-Key</c> on requests that make something (draft-ietf-httpapi-idempotency-key-header): the same key with the same request does it once and gets the same answer again,
/// with <c>Idempotency-Replayed: true</c>; with another request it is refused.
/// </summary>
internal static class Idempotency
{
    /// <summary>Name of the header.</summary>
    public const string Header = "Idempotency-Key";

    private const int LongestKey = 128;

    /// <summary>Heeds the header on an endpoint that makes something.</summary>
    public static RouteHandlerBuilder HeedIdempotencyKey(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(FilterAsync).WithMetadata(new IdempotentAttribute());

    private static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        string given = http.Request.Headers[Header].ToString();
        if (given.Length == 0) return await next(context);
        if (given.Length > LongestKey || given.Any(c => c is < '!' or > '~')) throw new InputException("the key does not fit", Header, $"Send 1 to {LongestKey} visible ASCII characters, a new UUID for each thing that is to be made");

        var store = http.RequestServices.GetRequiredService<IdempotencyStore>();
        JsonSerializerOptions json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        string key = $"{http.User.Identity?.Name} {http.Request.Method} {http.Request.Path} {given}";
        string request = HashOf(context.Arguments, json);
        SemaphoreSlim turn = store.Turn(key);
        await turn.WaitAsync(http.RequestAborted);
        try
        {
            if (store.Find(key) is { } known)
            {
                if (known.Request != request)
                    return Results.Problem(title: "This key was used for another request", detail: $"Send a new {Header} for each thing that is to be made.", statusCode: StatusCodes.Status422UnprocessableEntity);
                http.Response.Headers["Idempotency-Replayed"] = "true";
                if (known.Location is not null) http.Response.Headers.Location = known.Location;
                return Results.Text(known.Body, "application/json; charset=utf-8", Encoding.UTF8, known.Status);
            }

            object? answer = await next(context);
            object? plain = answer;
            while (plain is INestedHttpResult nested) plain = nested.Result;
            // Only what was made is remembered: what was refused may be asked again when it is mended.
            if (plain is IValueHttpResult { Value: { } value } && plain is IStatusCodeHttpResult { StatusCode: null or >= 200 and < 300 } status)
                await store.RememberAsync(new(key, request, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), status.StatusCode ?? 200, LocationOf(plain), JsonSerializer.Serialize(value, value.GetType(), json)));
            return answer;
        }
        finally
        {
            turn.Release();
        }
    }

    private static string? LocationOf(object result) => result.GetType().GetProperty("Location")?.GetValue(result) as string;

    /// <summary>What was asked: the parts of the request that are data, not services.</summary>
    private static string HashOf(IList<object?> arguments, JsonSerializerOptions json)
    {
        string[] requestTypes = [typeof(SampleRequest).Namespace!, typeof(Domain.Cells.CellTest).Namespace!, typeof(Domain.Samples.Sample).Namespace!];
        string text = string.Join('\n', arguments.Where(argument => argument is string or int || requestTypes.Contains(argument?.GetType().Namespace)).Select(argument => JsonSerializer.Serialize(argument, argument!.GetType(), json)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
