'use strict';
// What profiles and deployments are made of, each in one call from Python, because a call costs
// more than the resources. Everything has been checked in Python before.

const {
  AspectPriority,
  Aspects,
  CfnResource,
  RemovalPolicy,
  Stack,
  Tokenization,
} = require('aws-cdk-lib/core');
const {
  CfnConfigurationProfile,
  CfnDeployment,
  CfnEnvironment,
} = require('aws-cdk-lib/aws-appconfig');
const { DISABLE_CREATION_STACK_TRACES } = require('aws-cdk-lib/cx-api');
const { Construct } = require('constructs');
const { version } = require('./package.json');

/**
 * Whether jsii passes where in the host's program something is made. If not, a stack trace names jsii
 * and this file, and costs more than the resource.
 */
const hostIsTraced = process.env.JSII_HOST_STACK_TRACES !== undefined;

const stacksThatRemember = new WeakSet();

/**
 * Remember the logical ids that the CDK makes of paths in a stack: it makes one again for each
 * reference. They are renamed after that; a naming scheme of the user's is left alone.
 */
function rememberLogicalIds(stack) {
  const made = new Map();
  const make = stack.allocateLogicalId;
  if (stacksThatRemember.has(stack) || make !== Stack.prototype.allocateLogicalId) {
    return;
  }
  stacksThatRemember.add(stack);
  stack.allocateLogicalId = (element) => {
    if (!made.has(element)) {
      made.set(element, make.call(stack, element));
    }
    return made.get(element);
  };
}

/** Let a resource wait for others: resources, deployments, or all resources of a construct. */
function wait(resource, others) {
  for (const other of others) {
    const earlier = other instanceof Deployment ? other.resource : other;
    if (CfnResource.isCfnResource(earlier)) {
      resource.addResourceDependency(earlier);
    } else {
      resource.node.addDependency(earlier);
    }
  }
}

/** Let AppConfig call a function for the account of the stack. */
function permission(scope, id, FunctionName) {
  const principal = { Principal: 'appconfig.amazonaws.com', SourceAccount: Stack.of(scope).account };
  return new CfnResource(scope, id, {
    type: 'AWS::Lambda::Permission',
    properties: { Action: 'lambda:InvokeFunction', FunctionName, ...principal },
  });
}

/** A configuration profile: one that exists already, or one with a resource of its own. */
class Profile extends Construct {
  constructor(scope, id, properties) {
    super(scope, id);
    this.versions = [];
    if (!hostIsTraced) {
      this.node.setContext(DISABLE_CREATION_STACK_TRACES, true);
    }
    if (properties !== undefined) {
      this.addResource(properties, []);
    }
  }

  addResource(properties, after) {
    const { permitted, ...others } = JSON.parse(properties);
    this.applicationId = others.applicationId;
    const permissions = Object.entries(permitted).map(([id, arn]) => permission(this, id, arn));
    this.resource = new CfnConfigurationProfile(this, 'Resource', others);
    wait(this.resource, [...permissions, ...after]);
    this.ref = this.resource.ref;
  }

  get env() {
    const { account, region } = Stack.of(this);
    return { account, region };
  }

  get configurationProfileRef() {
    return { applicationId: this.applicationId, configurationProfileId: this.ref };
  }

  /** Make deployments; what each waits for is said by its place in a list. */
  addDeployments(specified, waitedFor, inOrder) {
    const places = (numbers) => numbers.map((number) => waitedFor[number]);
    const made = [];
    for (const { id, after, versionAfter, ...each } of JSON.parse(specified)) {
      const before = inOrder ? made.slice(-1) : [];
      const deployment = new Deployment(this, id, each);
      wait(deployment.resource, [...before, ...places(after)]);
      if (deployment.version !== undefined) {
        wait(deployment.version, [...this.versions.slice(-1), ...places(versionAfter)]);
        this.versions.push(deployment.version);
      }
      made.push(deployment);
    }
    return made;
  }
}

// Python's own classes, each by its name: jsii looks for what a class of Python overrides, and knows
// here that these override nothing.
class FeatureFlagProfile extends Profile {}
class HostedProfile extends Profile {}
class SourcedProfile extends Profile {}

/** A deployment of the profile that is its scope, with the version that is made for it, if any. */
class Deployment extends Construct {
  constructor(scope, id, { version, properties }) {
    super(scope, id);
    if (version) {
      this.addVersion(version);
    }
    this.addResource(properties);
  }

  addVersion({ ApplicationId, removalPolicy, ...others }) {
    const ConfigurationProfileId = this.node.scope.ref;
    this.version = new CfnResource(this, 'Version', {
      type: 'AWS::AppConfig::HostedConfigurationVersion',
      properties: { ApplicationId, ConfigurationProfileId, ...others },
    });
    this.version.applyRemovalPolicy(RemovalPolicy[removalPolicy]);
  }

  addResource({ ApplicationId, EnvironmentId, ...others }) {
    const ConfigurationProfileId = this.node.scope.ref;
    const made = this.version === undefined ? {} : { ConfigurationVersion: this.version.ref };
    this.resource = new CfnResource(this, 'Resource', {
      type: 'AWS::AppConfig::Deployment',
      properties: { ApplicationId, EnvironmentId, ConfigurationProfileId, ...made, ...others },
    });
  }

  /**
   * Add aspects that are not called where they would find nothing: one for what L1 and L2 constructs
   * deploy in the stack, one for tags of the stack. They sit here, where nothing is below.
   */
  watch(late, tags) {
    const stack = Stack.of(this);
    rememberLogicalIds(stack);
    const aspects = Aspects.of(this.resource);
    const seldom = (aspect, isNeeded) => ({ visit: (node) => isNeeded() && aspect.visit(node) });
    aspects.add(
      seldom(late, () => Tree.deploymentsOfOthers(stack).length > 0),
      { priority: AspectPriority.MUTATING },
    );
    aspects.add(seldom(tags, () => stack.tags.hasTags()), { priority: AspectPriority.READONLY });
  }
}

/** Questions to the construct tree that are asked often. */
class Tree {
  /** Id, path, root and stack of a construct. */
  static placeOf({ node }) {
    return [node.id, node.path, node.root, [...node.scopes].reverse().find(Stack.isStack)];
  }

  /** The path of the environment's L1 that a token refers to. */
  static environmentOf(token) {
    const { target } = Tokenization.reverseString(token).firstToken ?? {};
    return target instanceof CfnEnvironment ? target.node.path : undefined;
  }

  /** The deployments of L1 and L2 constructs in a stack, without those of nested stacks. */
  static deploymentsOfOthers(stack) {
    const found = stack.node.findAll().filter((each) => each instanceof CfnDeployment);
    return found.filter((each) => Stack.of(each) === stack);
  }
}

/** Logical ids that a part of a template names. */
function* named(part) {
  if (typeof part !== 'object' || part === null) {
    return;
  }
  for (const [key, value] of Object.entries(part)) {
    if (key === 'Ref') {
      yield value;
    } else if (key === 'Fn::GetAtt') {
      yield Array.isArray(value) ? value[0] : value.split('.')[0];
    } else if (key === 'Fn::Sub') {
      const text = Array.isArray(value) ? value[0] : value;
      yield* [...text.matchAll(/\$\{([^!}.]+)/g)].map((match) => match[1]);
    }
    yield* named(value);
  }
}

/** What the resources of a stack wait for, once nothing in it changes any more. */
class Waiting {
  constructor(stack) {
    this.stack = stack;
    const resources = stack.node.findAll().filter((each) => CfnResource.isCfnResource(each));
    const own = resources.filter((each) => Stack.of(each) === stack);
    this.resources = new Map(own.map((each) => [stack.resolve(each.logicalId), each]));
    this.known = new Map();
  }

  /** Return the resources that a resource waits for, through no other one. */
  of(resource) {
    if (!this.known.has(resource)) {
      const { Resources } = this.stack.resolve(resource._toCloudFormation());
      const [{ DependsOn = [], ...rest }] = Object.values(Resources);
      const ids = new Set([DependsOn, ...named(rest)].flat());
      this.known.set(resource, [...ids].map((id) => this.resources.get(id)).filter(Boolean));
    }
    return this.known.get(resource);
  }

  /** Return the shortest way from a resource through what it waits for back to itself, if any. */
  wayBack(start) {
    const ways = [[start]];
    const seen = new Set();
    for (const way of ways) {
      for (const other of this.of(way[way.length - 1])) {
        if (other === start) {
          return [...way, start];
        }
        if (!seen.has(other)) {
          seen.add(other);
          ways.push([...way, other]);
        }
      }
    }
    return undefined;
  }
}

const waitingByStack = new WeakMap();

/** Resources that must not wait for themselves. */
class Circle {
  /** Refuse the app if a resource waits for itself; the text has `{way}` where the way goes. */
  static refuse(resource, text) {
    const stack = Stack.of(resource);
    const validate = () => {
      if (!waitingByStack.has(stack)) {
        waitingByStack.set(stack, new Waiting(stack));
      }
      const way = waitingByStack.get(stack).wayBack(resource);
      const words = way?.map(({ node }) => node.path.replace(/\/Resource$/, '')).join(' → ');
      return way === undefined ? [] : [text.replace('{way}', () => words)];
    };
    resource.node.scope.node.addValidation({ validate });
  }
}

const types = {
  Profile,
  FeatureFlagProfile,
  HostedProfile,
  SourcedProfile,
  Deployment,
  Tree,
  Circle,
};

for (const [name, type] of Object.entries(types)) {
  type[Symbol.for('jsii.rtti')] = { fqn: `cdk-appconfig.${name}`, version };
}

module.exports = types;
