using System.Text.Json.Nodes;
using LtoAutoscope.Daemon.Web.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LtoAutoscope.Daemon.Web.Api.Conventions;

/// <summary>What the document of the API says beyond what the endpoints' types tell: sign-in, permissions, conventions, problems, examples.</summary>
internal static class ApiDocument
{
    private const string Bearer = "key";

    private const string Description =
        """
        State, queue, runs and instrument of the microscope. Everything that a page can do, this can.

        **Sign-in**: `Authorization: Bearer KEY` with a key made by `lto-autoscope user key NAME` or on the page Admin, or the cookie of a signed-in browser. Each operation says which permission it needs; a key's scope narrows its account's role.
        **Errors** are `application/problem+json` (RFC 9457) with `title` (what), `where` (the field, file or key) and `remedy` (how to mend it).
        **Versions**: answers about the queue carry an `ETag`; send it back as `If-Match` with an edit, and an edit of something that has changed meanwhile is refused with 412.
        **Keys for repeats**: send `Idempotency-Key: UUID` with what makes something; sent again, it is not done twice.
        **Lists** take `?page=` and `?page_size=` and tell `X-Total-Count` and `Link`.
        **Events**: `GET /api/v1/events` is a stream of server-sent events with the state, at most five a second.
        """;

    /// <summary>Registers the document.</summary>
    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "LtoAutoscope", Version = "v1", Description = Description };
            // The address under which it was asked is the right one, whatever it is.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of an account" },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        RequirePermissionAttribute[] asked = [.. metadata.OfType<RequirePermissionAttribute>()];
        operation.Responses ??= [];
        if (asked.Length > 0)
        {
            Permission needed = asked.MaxBy(attribute => Permissions.LeastRole(attribute.Permission))!.Permission;
            operation.Description = $"{operation.Description}\n\nNeeds the permission `{needed}`: the role {Permissions.LeastRole(needed)} or above, and of a key the scope `{KeyScope.For(needed)}`.".Trim();
            Problem(operation, "401", "Nobody is signed in, or the key is not known.");
            Problem(operation, "403", "The role or the key's scope does not allow it.");
        }

        bool changes = context.Description.HttpMethod is not ("GET" or "HEAD");
        if (changes) Problem(operation, "400", "Something that was given does not fit; `where` and `remedy` tell what.");
        if (metadata.OfType<IdempotentAttribute>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Idempotency.Header, In = ParameterLocation.Header, Description = "A new UUID for each thing that is to be made; sent again it is not made twice.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = "0f8fad5b-d9cb-469f-a165-70867728950e",
            });
        }

        if (changes && context.Description.RelativePath?.StartsWith("api/v1/queue/", StringComparison.Ordinal) == true)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "If-Match", In = ParameterLocation.Header, Description = "The ETag of the queue or of the job as you read it.", Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = "\"5f1c2a90b7d34e11\"",
            });
            Problem(operation, "412", "The queue has changed since; nothing was done.");
        }

        if (ApiExamples.RequestOf(context.Description.HttpMethod, context.Description.RelativePath) is { } example && operation.RequestBody?.Content is { } content)
            foreach (OpenApiMediaType body in content.Values) body.Example = JsonNode.Parse(example);
        if (ApiExamples.AnswerOf(context.Description.HttpMethod, context.Description.RelativePath) is { } answer)
            foreach ((string status, IOpenApiResponse response) in operation.Responses)
                if (status.StartsWith('2') && response.Content is { } bodies) foreach (OpenApiMediaType body in bodies.Values) body.Example = JsonNode.Parse(answer);
    }

    private static void Problem(OpenApiOperation operation, string status, string words)
    {
        if (operation.Responses!.ContainsKey(status)) return;
        operation.Responses[status] = new OpenApiResponse
        {
            Description = words,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/problem+json"] = new() { Example = JsonNode.Parse(ApiExamples.Problem) } },
        };
    }
}
