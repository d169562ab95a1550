using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LtoAutoscope.Daemon.Tests.Access;

/// <summary>An identity provider in this process: OpenID Connect discovery, authorization code with PKCE, tokens signed with a key of its own. It takes whoever comes for <see cref="Person"/>.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string Client = "lto-autoscope";
    public const string Secret = "shared";

    private readonly WebApplication _app;
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "1" };
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge)> _codes = new();

    private IdentityProvider(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Who signs in there: subject, name, groups.</summary>
    public (string Subject, string Name, string[] Groups) Person { get; set; } = ("1", "ada", ["lab"]);

    public static async Task<IdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var provider = new IdentityProvider(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = provider.Address, ["authorization_endpoint"] = provider.Address + "/authorize", ["token_endpoint"] = provider.Address + "/token", ["jwks_uri"] = provider.Address + "/keys",
            ["userinfo_endpoint"] = provider.Address + "/me", ["response_types_supported"] = new[] { "code" }, ["subject_types_supported"] = new[] { "public" }, ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        }));
        app.MapGet("/keys", () =>
        {
            JsonWebKey key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(provider._key.Rsa.ExportParameters(false)) { KeyId = "1" });
            return Results.Json(new { keys = new[] { new { kty = key.Kty, kid = key.Kid, use = "sig", alg = "RS256", n = key.N, e = key.E } } });
        });
        app.MapGet("/authorize", (HttpContext http) =>
        {
            IQueryCollection query = http.Request.Query;
            if (query["client_id"] != Client || query["code_challenge_method"] != "S256") return Results.BadRequest();
            string code = Guid.NewGuid().ToString("N");
            provider._codes[code] = (query["nonce"]!, query["code_challenge"]!);
            return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
        });
        app.MapPost("/token", async (HttpContext http) =>
        {
            IFormCollection form = await http.Request.ReadFormAsync();
            string proof = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
            if (form["client_secret"] != Secret || !provider._codes.TryRemove(form["code"].ToString(), out var asked) || asked.Challenge != proof) return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
            return Results.Json(new { access_token = "a", token_type = "Bearer", expires_in = 300, id_token = provider.TokenOf(asked.Nonce) });
        });
        app.MapGet("/me", () => Results.Json(new { sub = provider.Person.Subject, preferred_username = provider.Person.Name, groups = provider.Person.Groups }));
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Rsa.Dispose();
    }

    private string TokenOf(string nonce) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Address, Audience = Client, Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5), SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        Subject = new ClaimsIdentity([new Claim("sub", Person.Subject), new Claim("nonce", nonce)]),
    });
}
