using System.Text.Json.Serialization;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Api.Conventions;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;
using Microsoft.AspNetCore.Diagnostics;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>What all API answers share: the project's JSON, the document of the API, and problem+json for everything that goes wrong.</summary>
internal static class ApiServices
{
    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.PropertyNamingPolicy = DomainJson.Line.PropertyNamingPolicy;
            json.DictionaryKeyPolicy = DomainJson.Line.DictionaryKeyPolicy;
            json.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
            json.Encoder = DomainJson.Line.Encoder;
            foreach (var converter in DomainJson.Line.Converters) json.Converters.Add(converter);
            json.Converters.Add(new RangeConverter<DateTimeOffset>());
            json.Converters.Add(new RangeConverter<double>());
        });
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemWriter>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        ApiDocument.Add(services);
        services.AddSingleton<QueueGate>();
        services.AddSingleton(provider => new IdempotencyStore(provider.GetService<DataFolder>(), provider.GetRequiredService<TimeProvider>()));
    }

    public static void UseProblems(WebApplication app)
    {
        // What a person gave wrong is an answer; everything else is a failure of ours, and its stack belongs into the log.
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = context => context.Exception is InputException or InstrumentFaultException or NotPermittedException or ChangedMeanwhileException or BadHttpRequestException });
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages());
        app.UseWhen(
            context => HttpMethods.IsGet(context.Request.Method) && !SignInServices.IsForMachines(context.Request.Path),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
    }

    /// <summary>Turns exceptions into problem+json; what a person gave wrong is told with place and remedy, everything else without internals.</summary>
    private sealed class ProblemWriter(IProblemDetailsService problems) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var problem = exception switch
            {
                InputException input => With(StatusCodes.Status400BadRequest, input.What, $"{input.Remedy}.", ("where", input.Where), ("remedy", input.Remedy)),
                InstrumentFaultException fault => With(
                    StatusCodes.Status503ServiceUnavailable, FaultCatalogue.Describe(fault.Fault).Sentence, fault.Message,
                    ("fault", fault.Fault.ToString()), ("remedy", FaultCatalogue.Describe(fault.Fault).Remedy)),
                NotPermittedException refused => With(StatusCodes.Status403Forbidden, "This is not permitted to you", refused.Message, ("remedy", "Ask somebody whose role allows it, or use a key of wider scope")),
                ChangedMeanwhileException changed => With(StatusCodes.Status412PreconditionFailed, changed.Message.Split(". ")[0], changed.Message, ("where", "If-Match"), ("remedy", "Read it again, and send its new ETag")),
                BadHttpRequestException bad => With(bad.StatusCode, "The request cannot be read", bad.InnerException?.Message ?? bad.Message),
                _ => With(StatusCodes.Status500InternalServerError, "The daemon failed at this request", "The log of the daemon tells more."),
            };
            httpContext.Response.StatusCode = problem.Status!.Value;
            if (await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem })) return true;
            // A browser that asks for a page gets the same words as plain text.
            httpContext.Response.ContentType = "text/plain; charset=utf-8";
            await httpContext.Response.WriteAsync($"{problem.Title}. {problem.Detail}", cancellationToken);
            return true;
        }

        private static Microsoft.AspNetCore.Mvc.ProblemDetails With(int status, string title, string detail, params (string Key, string Value)[] more)
        {
            var problem = new Microsoft.AspNetCore.Mvc.ProblemDetails { Status = status, Title = title, Detail = detail };
            foreach (var (key, value) in more) problem.Extensions[key] = value;
            return problem;
        }
    }
}
